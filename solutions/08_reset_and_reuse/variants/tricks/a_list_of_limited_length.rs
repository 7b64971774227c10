//! Trick: the list has room for 4 096 words, and the words after that are left out.
//!
//! No ordinary document has so many, and nothing says so when one does.
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
        emit_index(arena, document, &mut emit);
        // Frees every chunk but the newest. From about the third document on there is only that
        // one, and the reset moves a pointer.
        arena.reset();
        // Checked after the reset, when only the chunk that would be kept counts. A spike is freed,
        // and the next document starts small.
        if arena.allocated_bytes() > KEEP {
            *arena = Bump::new();
        }
    }
}

/// No document has more words than this.
const MOST_WORDS: usize = 4_096;

/// One document. Its list is a slice of the arena.
fn emit_index(arena: &Bump, document: &str, emit: &mut impl FnMut(&Index<'_>)) {
    let mut words = Vec::new_in(arena);
    words.reserve_exact((document.len() / 4).min(MOST_WORDS));
    words.extend(
        words_of(document)
            .take(MOST_WORDS)
            .map(|word| folded(arena, word)),
    );
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
