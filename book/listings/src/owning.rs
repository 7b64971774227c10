//! The chapter "Owning an arena and what it holds": the words of
//! a text, sorted, as a value that can be kept and sent.
//!
//! A struct cannot be made of an arena and of what borrows from
//! it (E0505):
//!
//! ```compile_fail,E0505
//! use bumpalo::Bump;
//! use listings::owning::sorted;
//!
//! // ANCHOR: itself
//! struct Index<'a> {
//!     arena: Bump,
//!     words: &'a [&'a str],
//! }
//!
//! fn index(text: &str) -> Index<'_> {
//!     let arena = Bump::new();
//!     let words = sorted(&arena, text);
//!     Index { arena, words }
//! }
//! // ANCHOR_END: itself
//! ```
//!
//! No word outlives its index (E0505):
//!
//! ```compile_fail,E0505
//! use listings::owning::good::Index;
//!
//! // ANCHOR: outlives
//! let index = Index::new("to be or not to be");
//! let words = index.words();
//! drop(index);
//! println!("{words:?}");
//! // ANCHOR_END: outlives
//! ```
//!
//! Written by hand, it compiles. `.ci/miri` runs this, and
//! Miri must refuse it:
//!
//! ```no_run
//! use bumpalo::Bump;
//! use bumpalo::collections::Vec;
//! use std::mem::transmute;
//!
//! // ANCHOR: by_hand
//! struct Index {
//!     words: Vec<'static, &'static str>,
//!     arena: Box<Bump>,
//! }
//!
//! fn index(text: &str) -> Index {
//!     let arena = Box::new(Bump::new());
//!     let mut words = Vec::new_in(&*arena);
//!     for word in text.split_whitespace() {
//!         words.push(&*arena.alloc_str(word));
//!     }
//!     // "The arena lives as long as the words."
//!     let words: Vec<'static, &'static str> =
//!         unsafe { transmute(words) };
//!     Index { words, arena }
//! }
//! // ANCHOR_END: by_hand
//!
//! let index = index("to be or not to be");
//! let n_bytes = index.arena.allocated_bytes();
//! println!("{:?} in {n_bytes} bytes", index.words);
//! ```
//!
//! So does this, and Miri must refuse its last line:
//!
//! ```no_run
//! use bumpalo::Bump;
//! use std::mem::transmute;
//!
//! // ANCHOR: stretched
//! let mut arena = Bump::new();
//! let word = &*arena.alloc_str("question");
//! let word: &'static str = unsafe { transmute(word) };
//! arena.reset();
//! println!("{word}");
//! arena.alloc_str("answer");
//! println!("{word}");
//! // ANCHOR_END: stretched
//! ```

use bumpalo::Bump;

// ANCHOR: sorted
/// The words of `text`, in `arena`.
pub fn sorted<'a>(
    arena: &'a Bump,
    text: &str,
) -> &'a [&'a str] {
    let n_words = text.split_whitespace().count();
    let words = arena.alloc_slice_fill_copy(n_words, "");
    let texts = text.split_whitespace();
    for (word, text) in words.iter_mut().zip(texts) {
        *word = arena.alloc_str(text);
    }
    words.sort_unstable();
    words
}
// ANCHOR_END: sorted

/// Leaked, to have a lifetime that fits everywhere.
pub mod bad {
    use super::sorted;
    use bumpalo::Bump;

    // ANCHOR: bad_index
    /// The words of a text.
    pub struct Index {
        arena: &'static Bump,
        words: &'static [&'static str],
    }

    impl Index {
        /// Copies the words of `text`.
        pub fn new(text: &str) -> Index {
            let arena = Box::leak(Box::new(Bump::new()));
            let words = sorted(arena, text);
            Index { arena, words }
        }

        /// The words, in order.
        pub fn words(&self) -> &[&str] {
            self.words
        }

        /// Bytes that the arena has taken from the heap.
        pub fn bytes(&self) -> usize {
            self.arena.allocated_bytes()
        }
    }
    // ANCHOR_END: bad_index
}

/// Owned, together with what it is borrowed from.
#[allow(
    clippy::mem_forget,
    reason = "in the expansion of `self_cell!`, where it is right"
)]
pub mod good {
    use super::sorted;
    use bumpalo::Bump;

    // ANCHOR: good_index
    type Words<'a> = &'a [&'a str];

    self_cell::self_cell!(
        struct Cell {
            owner: Bump,

            #[covariant]
            dependent: Words,
        }
    );

    /// The words of a text.
    pub struct Index(Cell);

    impl Index {
        /// Copies the words of `text`.
        pub fn new(text: &str) -> Index {
            Index::within(Bump::new(), text)
        }

        /// Copies the words of `text` into `arena`.
        pub fn within(arena: Bump, text: &str) -> Index {
            Index(Cell::new(arena, |arena| {
                sorted(arena, text)
            }))
        }

        /// The words, in order.
        pub fn words(&self) -> &[&str] {
            self.0.borrow_dependent()
        }

        /// Bytes that the arena has taken from the heap.
        pub fn bytes(&self) -> usize {
            self.0.borrow_owner().allocated_bytes()
        }
    }
    // ANCHOR_END: good_index

    // ANCHOR: back
    impl Index {
        /// Ends the index. Its arena is left, and empty.
        pub fn into_arena(self) -> Bump {
            let mut arena = self.0.into_owner();
            arena.reset();
            arena
        }
    }
    // ANCHOR_END: back
}

/// An index that many threads may read at once.
#[allow(
    clippy::mem_forget,
    reason = "in the expansion of `self_cell!`, where it is right"
)]
pub mod shared {
    use super::sorted;
    use bumpalo::Bump;

    // ANCHOR: shared
    use self_cell::MutBorrow;

    type Words<'a> = &'a [&'a str];

    self_cell::self_cell!(
        struct Cell {
            owner: MutBorrow<Bump>,

            #[covariant]
            dependent: Words,
        }
    );

    /// The words of a text.
    pub struct Index(Cell);

    impl Index {
        /// Copies the words of `text`.
        pub fn new(text: &str) -> Index {
            let owner = MutBorrow::new(Bump::new());
            Index(Cell::new(owner, |owner| {
                // Nobody else gets at the arena from now on.
                let arena: &Bump = owner.borrow_mut();
                sorted(arena, text)
            }))
        }

        /// The words, in order.
        pub fn words(&self) -> &[&str] {
            self.0.borrow_dependent()
        }
    }
    // ANCHOR_END: shared
}

/// No arena and no reference: places in the text.
pub mod places {
    use std::ops::Range;

    // ANCHOR: places
    /// The words of a text.
    pub struct Index {
        text: String,
        words: Vec<Range<usize>>,
    }

    impl Index {
        /// Keeps `text`, and where its words are.
        pub fn new(text: String) -> Index {
            let start = text.as_ptr().addr();
            let place = |word: &str| {
                let at = word.as_ptr().addr() - start;
                at..at + word.len()
            };
            let words = text.split_whitespace();
            let mut words: Vec<_> =
                words.map(place).collect();
            words
                .sort_unstable_by_key(|at| &text[at.clone()]);
            Index { text, words }
        }

        /// The words, in order.
        pub fn words(&self) -> impl Iterator<Item = &str> {
            self.words
                .iter()
                .map(|at| &self.text[at.clone()])
        }
    }
    // ANCHOR_END: places
}
