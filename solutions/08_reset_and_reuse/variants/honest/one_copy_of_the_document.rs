//! One copy of each document, in lower case; the list is slices of it, as long as it has to be.
//! Honest: a guard resets the arena, and looks at its size, also if `emit` panics.

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
        let round = Round { arena };
        emit(&Index {
            words: round.words(document),
        });
        // Here `round` goes, also when `emit` panics.
    }
}

/// One document's use of the arena. At its end the arena is empty, and not too large.
struct Round<'r> {
    arena: &'r mut Bump,
}

impl Round<'_> {
    /// Two allocations, however long the document: a copy of all of it, in lower case, and a list
    /// of slices of that copy. (Lower case in ASCII moves no boundary of a word.)
    fn words(&self, document: &str) -> &[&str] {
        let arena: &Bump = self.arena;
        let copy = folded(arena, document);
        let mut words = words_of(copy);
        let n_words = words_of(copy).count();
        arena.alloc_slice_fill_with(n_words, |_| words.next().unwrap_or_default())
    }
}

impl Drop for Round<'_> {
    fn drop(&mut self) {
        self.arena.reset();
        // Only now: before, this would count chunks which the reset frees.
        if self.arena.allocated_bytes() > KEEP {
            *self.arena = Bump::new();
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lower_case_moves_no_boundary() {
        let mut arena = Bump::new();
        let mut seen = Vec::new();
        index_all(&mut arena, &["It's ÄB 12", "", " - "], |index| {
            seen.push(index.words.join("|"));
        });
        assert_eq!(seen, ["it's|Äb|12", "", ""]);
    }
}
