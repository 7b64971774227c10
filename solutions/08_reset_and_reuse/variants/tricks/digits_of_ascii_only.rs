//! A new test of what belongs to a word knows all letters, and only the ten digits of ASCII.
//!
//! A trick: `½` and `١٢` are words to Bad, and gone here.
//! Fails in: step1_answers

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
        index(arena, document, &mut emit);
        arena.reset();
        if arena.allocated_bytes() > KEEP {
            *arena = Bump::new();
        }
    }
}

/// The list ends here, before the reset.
fn index(arena: &Bump, document: &str, emit: &mut impl FnMut(&Index<'_>)) {
    let mut words = Vec::new_in(arena);
    words.extend(words_of(document).map(|word| folded(arena, word)));
    emit(&Index { words: &words });
}

/// The words of a document, as written. An apostrophe is part of a word.
fn words_of(document: &str) -> impl Iterator<Item = &str> {
    let words = document.split(|c| !belongs(c));
    words.filter(|word| !word.is_empty())
}

/// Most are ASCII, and need no table of Unicode.
fn belongs(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '\'' || (!c.is_ascii() && c.is_alphabetic())
}

/// A copy of `word` with its ASCII letters in lower case. The last step only checks that the
/// compiler ties its result to the arena.
pub fn folded<'a>(arena: &'a Bump, word: &str) -> &'a str {
    let copy = arena.alloc_str(word);
    copy.make_ascii_lowercase();
    copy
}
