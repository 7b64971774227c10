//! The chapter "Reset and reuse": a spelling checker that compares
//! a word with every word of a list, and an arena for it.
//!
//! A vector of references outside of the loop prevents the reset,
//! cleared or not (E0502):
//!
//! ```compile_fail,E0502
//! use bumpalo::Bump;
//!
//! // ANCHOR: cleared
//! fn longest_words(arena: &mut Bump, pages: &[&str]) {
//!     let mut words = Vec::new();
//!     for page in pages {
//!         for word in page.split_whitespace() {
//!             words.push(&*arena.alloc_str(word));
//!         }
//!         words.sort_unstable_by_key(|word| word.len());
//!         println!("{:?}", words.last());
//!         words.clear();
//!         arena.reset();
//!     }
//! }
//! // ANCHOR_END: cleared
//! ```
//!
//! A vector of the arena ends with its scope, and not with its
//! last use: it has a `Drop` (E0502):
//!
//! ```compile_fail,E0502
//! use bumpalo::{Bump, collections::Vec};
//!
//! fn longest_words(arena: &mut Bump, pages: &[&str]) {
//!     for page in pages {
//!         let mut words = Vec::new_in(arena);
//!         words.extend(page.split_whitespace());
//!         println!("{}", words.len());
//!         arena.reset();
//!     }
//! }
//! ```
//!
//! One reference that is carried from round to round prevents
//! the reset as well (E0502):
//!
//! ```compile_fail,E0502
//! use bumpalo::Bump;
//!
//! // ANCHOR: bad_carried
//! /// The largest of all words, in upper case.
//! pub fn largest(arena: &mut Bump, words: &[&str]) -> String {
//!     let mut largest = "";
//!     for word in words {
//!         let word = arena.alloc_str(word);
//!         word.make_ascii_uppercase();
//!         if *word > *largest {
//!             largest = word;
//!         }
//!         arena.reset();
//!     }
//!     largest.to_owned()
//! }
//! // ANCHOR_END: bad_carried
//! ```

use bumpalo::Bump;
use bumpalo::collections::Vec;

// ANCHOR: edits
/// How many letters must be changed, added or taken away.
fn edits(arena: &Bump, from: &str, to: &str) -> usize {
    let to = Vec::from_iter_in(to.chars(), arena);
    let mut row = Vec::from_iter_in(0..=to.len(), arena);
    for letter in from.chars() {
        let mut before = row[0];
        row[0] += 1;
        for (at, other) in to.iter().enumerate() {
            let changed =
                before + usize::from(letter != *other);
            before = row[at + 1];
            let other = before.min(row[at]) + 1;
            row[at + 1] = changed.min(other);
        }
    }
    row[to.len()]
}
// ANCHOR_END: edits

/// An arena for each comparison.
pub mod bad {
    use super::edits;
    use bumpalo::Bump;

    // ANCHOR: bad_nearest
    /// The word of `list` that is most like `word`.
    pub fn nearest<'l>(
        word: &str,
        list: &[&'l str],
    ) -> Option<&'l str> {
        let mut fewest = usize::MAX;
        let mut nearest = None;
        for other in list {
            let arena = Bump::new();
            let edits = edits(&arena, word, other);
            if edits < fewest {
                fewest = edits;
                nearest = Some(*other);
            }
        }
        nearest
    }
    // ANCHOR_END: bad_nearest
}

/// One arena for all comparisons.
pub mod good {
    use super::edits;
    use bumpalo::Bump;

    // ANCHOR: good_nearest
    /// The word of `list` that is most like `word`.
    pub fn nearest<'l>(
        arena: &mut Bump,
        word: &str,
        list: &[&'l str],
    ) -> Option<&'l str> {
        let mut fewest = usize::MAX;
        let mut nearest = None;
        for other in list {
            let edits = edits(arena, word, other);
            if edits < fewest {
                fewest = edits;
                nearest = Some(*other);
            }
            arena.reset();
        }
        nearest
    }
    // ANCHOR_END: good_nearest
}

// ANCHOR: round
/// One round of some program: `n_records` of 64 bytes each.
pub fn round(arena: &Bump, n_records: u64) {
    for number in 0..n_records {
        arena.alloc([number; 8]);
    }
}
// ANCHOR_END: round

/// Arenas that are used by one round after another.
pub mod pool {
    use bumpalo::Bump;

    // ANCHOR: put_back
    /// Empties `arena`, and lets it wait for another round. What
    /// a spike has made too large goes back to the heap.
    pub fn put_back(
        waiting: &mut Vec<Bump>,
        mut arena: Bump,
        keep: usize,
    ) {
        arena.reset();
        if arena.allocated_bytes() <= keep {
            waiting.push(arena);
        }
    }
    // ANCHOR_END: put_back
}

// ANCHOR: good_carried
/// The largest of all words, in upper case.
pub fn largest(arena: &mut Bump, words: &[&str]) -> String {
    let mut largest = String::new();
    for word in words {
        let word = arena.alloc_str(word);
        word.make_ascii_uppercase();
        if *word > *largest {
            largest.clear();
            largest.push_str(word);
        }
        arena.reset();
    }
    largest
}
// ANCHOR_END: good_carried
