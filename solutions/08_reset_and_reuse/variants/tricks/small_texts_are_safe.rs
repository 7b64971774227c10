//! One arena, reset after each document; its size is only looked at after a text of more than `KEEP
//! / 16` bytes, since a smaller one cannot make an arena of more than `KEEP`. Not right: that holds
//! for one document in a new arena; two documents of 60 KB of one-letter words in a row (1 MB chunk
//! kept, then not quite enough) leave a chunk of 2 MB that nobody looks at.
//!
//! Fails in: step4_spike

use bumpalo::Bump;

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
        emit_index(arena, document, &mut emit);
        arena.reset();
        // A word takes two bytes of text or more, one of its copy, and 16 in the list: even with
        // the places that the list has left, that is less than 16 for each byte of text.
        if document.len() > KEEP / 16 && arena.allocated_bytes() > KEEP {
            *arena = Bump::new();
        }
    }
}

fn emit_index(arena: &Bump, document: &str, emit: &mut impl FnMut(&Index<'_>)) {
    let mut words = bumpalo::collections::Vec::new_in(arena);
    for word in words_of(document) {
        words.push(folded(arena, word));
    }
    emit(&Index { words: &words });
}

/// The words of a document, as written. An apostrophe is part of a word.
fn words_of(document: &str) -> impl Iterator<Item = &str> {
    let words = document.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words.filter(|word| !word.is_empty())
}

/// A copy of `word` with its ASCII letters in lower case. The last step only checks that the
/// compiler ties its result to the arena.
pub fn folded<'a>(arena: &'a Bump, word: &str) -> &'a str {
    let copy = arena.alloc_str(word);
    copy.make_ascii_lowercase();
    copy
}
