//! The chapter "Strings and maps": the words of a text, counted
//! in maps that own their keys, and in two whose keys are in an
//! arena.
//!
//! `std`'s map takes no allocator on stable Rust (E0658):
//!
//! ```compile_fail,E0658
//! use listings::bumpalo::Bump;
//! use std::collections::HashMap;
//! use std::hash::RandomState;
//!
//! // ANCHOR: std_in_arena
//! struct Counts<'a> {
//!     words: HashMap<&'a str, u32, RandomState, &'a Bump>,
//! }
//! // ANCHOR_END: std_in_arena
//! ```
//!
//! A key must not be the buffer that the next word goes to
//! (E0502):
//!
//! ```compile_fail,E0502
//! use listings::strings::{good::Counts, lower};
//!
//! // ANCHOR: not_copied
//! fn count<'a>(counts: &mut Counts<'a>, text: &'a str) {
//!     let mut word = String::new();
//!     for piece in text.split_whitespace() {
//!         lower(piece, &mut word);
//!         *counts.entry(word.as_str()).or_insert(0) += 1;
//!     }
//! }
//! // ANCHOR_END: not_copied
//! ```
//!
//! A map that owns its keys lends them only until it changes
//! (E0502):
//!
//! ```compile_fail,E0502
//! use std::collections::HashMap;
//!
//! // ANCHOR: held
//! fn longest(counts: &mut HashMap<String, u32>) -> usize {
//!     let held = counts.keys().max_by_key(|word| word.len());
//!     counts.insert("total".to_owned(), 0);
//!     held.map_or(0, |word| word.len())
//! }
//! // ANCHOR_END: held
//! ```

/// Writes `word` in lower case to `buffer`.
pub fn lower(word: &str, buffer: &mut String) {
    buffer.clear();
    let lower = word.chars().flat_map(char::to_lowercase);
    buffer.extend(lower);
}

/// A key for each use of a word.
pub mod bad {
    use std::collections::HashMap;

    // ANCHOR: bad_count
    /// How often each word occurs, in lower case.
    pub type Counts = HashMap<String, u32>;

    /// Counts the words of `text`.
    pub fn count(text: &str) -> Counts {
        let mut counts = Counts::new();
        for piece in text.split_whitespace() {
            let word = piece.to_lowercase();
            *counts.entry(word).or_insert(0) += 1;
        }
        counts
    }
    // ANCHOR_END: bad_count
}

/// The heap with care: a key for each word that is new.
pub mod frugal {
    use super::lower;
    use std::collections::HashMap;

    // ANCHOR: frugal
    /// Counts the words of `text`.
    pub fn count(text: &str) -> HashMap<String, u32> {
        let mut counts = HashMap::new();
        let mut word = String::new();
        for piece in text.split_whitespace() {
            lower(piece, &mut word);
            match counts.get_mut(&word) {
                Some(count) => *count += 1,
                None => {
                    counts.insert(word.clone(), 1);
                }
            }
        }
        counts
    }
    // ANCHOR_END: frugal
}

/// Keys in an arena.
pub mod good {
    use super::lower;
    use bumpalo::Bump;
    use std::collections::HashMap;

    // ANCHOR: good_count
    /// How often each word occurs, in lower case.
    pub type Counts<'a> = HashMap<&'a str, u32>;

    /// Counts the words of `text`.
    pub fn count<'a>(
        arena: &'a Bump,
        text: &str,
    ) -> Counts<'a> {
        let mut counts = Counts::new();
        let mut word = String::new();
        for piece in text.split_whitespace() {
            lower(piece, &mut word);
            match counts.get_mut(word.as_str()) {
                Some(count) => *count += 1,
                None => {
                    counts.insert(arena.alloc_str(&word), 1);
                }
            }
        }
        counts
    }
    // ANCHOR_END: good_count
}

/// Keys and table in an arena.
pub mod in_arena {
    use super::lower;
    use bumpalo::Bump;

    // ANCHOR: capacity
    use hashbrown::HashMap;
    use std::hash::RandomState;

    /// How often each word occurs, in lower case.
    pub type Counts<'a> =
        HashMap<&'a str, u32, RandomState, &'a Bump>;

    /// A map with room for `n_words` from the start.
    pub fn with_room(
        arena: &Bump,
        n_words: usize,
    ) -> Counts<'_> {
        let hasher = RandomState::new();
        Counts::with_capacity_and_hasher_in(
            n_words, hasher, arena,
        )
    }
    // ANCHOR_END: capacity

    /// Counts the words of `text`.
    pub fn count<'a>(
        arena: &'a Bump,
        text: &str,
    ) -> Counts<'a> {
        let mut counts = with_room(arena, 0);
        let mut word = String::new();
        for piece in text.split_whitespace() {
            lower(piece, &mut word);
            match counts.get_mut(word.as_str()) {
                Some(count) => *count += 1,
                None => {
                    counts.insert(arena.alloc_str(&word), 1);
                }
            }
        }
        counts
    }
}
