//! Honest: a document that would need a huge chunk gets an arena of its own, which goes with it. So
//! the caller's never grows beyond what is worth keeping.

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
        // Its words, and 16 bytes of the list for every four of the text.
        if 5 * document.len() > KEEP {
            emit_index(&Bump::new(), document, &mut emit);
        } else {
            emit_index(arena, document, &mut emit);
            arena.reset();
        }
    }
}

/// One document. Its vector borrows the arena, and is dropped here.
fn emit_index(arena: &Bump, document: &str, emit: &mut impl FnMut(&Index<'_>)) {
    // Between two pushes a word is allocated, so this vector could not grow in place, and would
    // leave a hole each time. A word and the gap after it usually take more than four bytes; any
    // excess is free again after the reset.
    let mut words = Vec::with_capacity_in(document.len() / 4, arena);
    words.extend(words_of(document).map(|word| folded(arena, word)));
    emit(&Index { words: &words });
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
