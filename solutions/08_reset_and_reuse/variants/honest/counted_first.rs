//! Honest: the words are counted before the list is made, so that it has its exact length; and an
//! arena that has grown too large is replaced by one that is already of a useful size.

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
        // Frees every chunk but the newest. From about the third document on there is only that
        // one, and the reset moves a pointer.
        arena.reset();
        // Checked after the reset, when only the chunk that would be kept counts.
        if arena.allocated_bytes() > KEEP {
            *arena = Bump::with_capacity(64 << 10);
        }
    }
}

/// One document. Its list is a slice of the arena.
fn emit_index(arena: &Bump, document: &str, emit: &mut impl FnMut(&Index<'_>)) {
    let words = arena.alloc_slice_fill_copy(words_of(document).count(), "");
    for (place, word) in words.iter_mut().zip(words_of(document)) {
        *place = folded(arena, word);
    }
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
