//! Honest: a word that is in lower case already is borrowed from its document, and not copied. The
//! round is a value, whose drop empties the arena.

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
        let round = Round(arena);
        let count = words_of(document).count();
        let mut words = words_of(document);
        let words = round.0.alloc_slice_fill_with(count, |_| {
            let word = words.next().expect("they were counted");
            if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
                folded(round.0, word)
            } else {
                word
            }
        });
        emit(&Index { words });
    }
}

/// The arena, for one document.
struct Round<'r>(&'r mut Bump);

impl Drop for Round<'_> {
    fn drop(&mut self) {
        self.0.reset();
        if self.0.allocated_bytes() > KEEP {
            *self.0 = Bump::new();
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
