//! The index of an archive: for each document the words in it, in lower case.
//!
//! Right, and wasteful: every document gets an arena of its own and a vector of its own, asks the
//! heap for the same memory as the one before it, and gives it back. Let all documents share the
//! caller's arena: empty it after each, and do not keep what one huge document has made it grow to.

use bumpalo::Bump;

/// An arena that holds more bytes than this between two documents is not worth keeping.
pub const KEEP: usize = 1 << 20;

/// What is known of one document. It is lent to `emit`, and gone when `emit` returns.
#[derive(Clone, Copy, Debug)]
pub struct Index<'a> {
    /// Its words, in order, in lower case.
    pub words: &'a [&'a str],
}

/// Hands the index of each document to `emit`, in order. `arena` belongs to the archive, and serves
/// one batch of documents after the other.
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

/// The words of a document, as they stand there. An apostrophe is part of a word.
fn words_of(document: &str) -> impl Iterator<Item = &str> {
    let words = document.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words.filter(|word| !word.is_empty())
}

/// A copy of `word` in lower case, where it is written in ASCII. The last step borrows from it.
pub fn folded<'a>(arena: &'a Bump, word: &str) -> &'a str {
    let copy = arena.alloc_str(word);
    copy.make_ascii_lowercase();
    copy
}
