//! Honest: the list is an arena slice, filled from an iterator of known length. The whole text is
//! folded in one copy, and the words are pieces of it.

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
        // Taken out of the caller's variable, and put back if it is worth keeping.
        let mut scratch = std::mem::take(arena);
        emit_index(&scratch, document, &mut emit);
        scratch.reset();
        if scratch.allocated_bytes() <= KEEP {
            *arena = scratch;
        }
    }
}

fn emit_index(scratch: &Bump, document: &str, emit: &mut impl FnMut(&Index<'_>)) {
    let text = folded(scratch, document);
    let n_words = words_of(text).count();
    let mut words = words_of(text);
    let words = scratch.alloc_slice_fill_with(n_words, |_| words.next().unwrap_or_default());
    emit(&Index { words });
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
