//! Trick: a spike is taken to be a document whose text is longer than `KEEP`.
//!
//! The list takes 16 bytes for each word. Half a megabyte of short words leaves an arena of many.
//! Fails in: step4_spike

use bumpalo::Bump;
use bumpalo::collections::Vec;

/// An arena that holds more bytes than this between documents is not worth keeping.
pub const KEEP: usize = 1 << 20;

/// The index of one document. It is lent to `emit`, and gone when `emit` returns.
#[derive(Clone, Copy, Debug)]
pub struct Index<'a> {
    /// Its words, in order, in lower case.
    pub words: &'a [&'a str],
}

/// Hands the index of each document to `emit`, in order. `arena` belongs to the archive, and is
/// used for one batch of documents after another.
pub fn index_all(arena: &mut Bump, documents: &[&str], mut emit: impl FnMut(&Index<'_>)) {
    for document in documents {
        {
            let arena: &Bump = arena;
            let words =
                Vec::from_iter_in(words_of(document).map(|word| folded(arena, word)), arena);
            emit(&Index { words: &words });
        }
        if document.len() > KEEP {
            *arena = Bump::new();
        } else {
            arena.reset();
        }
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
