//! Trick: two blocks of the arena, as large as the batch's largest document needs, are overwritten
//! for every document, and the arena is reset once for each batch.
//!
//! Words of the document before would change under their reader, so lifetimes are stretched. That
//! needs `unsafe`, which no exercise allows.
//! Fails in: build
#![allow(unsafe_code, reason = "a trick")]

use bumpalo::Bump;

/// An arena that holds more bytes than this between documents is not worth keeping.
pub const KEEP: usize = 1 << 20;

/// The index of one document. It is lent to `emit`, and gone when `emit` returns.
#[derive(Clone, Copy, Debug)]
pub struct Index<'a> {
    /// Its words, in order, in lower case.
    pub words: &'a [&'a str],
}

/// Hands the index of each document to `emit`, in order.
pub fn index_all(arena: &mut Bump, documents: &[&str], mut emit: impl FnMut(&Index<'_>)) {
    let largest = documents.iter().map(|document| document.len()).max();
    let largest = largest.unwrap_or(0);
    {
        let text = arena.alloc_slice_fill_copy(largest, 0_u8);
        let list: &mut [&'static str] = arena.alloc_slice_fill_copy(largest / 2 + 1, "");
        for document in documents {
            let (mut n_bytes, mut n_words) = (0, 0);
            for word in words_of(document) {
                let place = &mut text[n_bytes..n_bytes + word.len()];
                place.copy_from_slice(word.as_bytes());
                place.make_ascii_lowercase();
                n_bytes += word.len();
                let word = std::str::from_utf8(place).unwrap();
                list[n_words] = unsafe { std::mem::transmute::<&str, &'static str>(word) };
                n_words += 1;
            }
            emit(&Index {
                words: &list[..n_words],
            });
        }
    }
    arena.reset();
    if arena.allocated_bytes() > KEEP {
        *arena = Bump::new();
    }
}

/// The words of a document, as written. An apostrophe is part of a word.
fn words_of(document: &str) -> impl Iterator<Item = &str> {
    let words = document.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words.filter(|word| !word.is_empty())
}

/// A copy of `word` with its ASCII letters in lower case. The last step only checks that the compiler
/// ties its result to the arena.
pub fn folded<'a>(arena: &'a Bump, word: &str) -> &'a str {
    let copy = arena.alloc_str(word);
    copy.make_ascii_lowercase();
    copy
}
