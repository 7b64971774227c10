//! The index of an archive: the words of each document, in lower case.
//!
//! Correct, but wasteful: every document gets its own arena and its own vector, allocates as much
//! memory as the one before it, and frees it again.
//!
//! Yours to change: everything below but `Index` and the signatures of `index_all` and `folded`, in
//! this file or in others of `src/`. The tests call `index_all`, and look at the index that `emit`
//! gets; the last step calls `folded`.

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
pub fn index_all(_arena: &mut Bump, documents: &[&str], mut emit: impl FnMut(&Index<'_>)) {
    for document in documents {
        let arena = Bump::new();
        let mut words = Vec::new();
        for word in words_of(document) {
            words.push(folded(&arena, word));
        }
        emit(&Index { words: &words });
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
