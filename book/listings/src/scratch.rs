//! The chapter "A thread-local scratch arena": the trap as it is
//! commonly written, and a repair in which the compiler sees it.
//!
//! Collecting what `alloc` returns into shared references does
//! not compile (E0277):
//!
//! ```compile_fail,E0277
//! use bumpalo::Bump;
//!
//! // ANCHOR: bad_copies
//! /// Copies of `words`, in `arena`.
//! pub fn copies<'a>(
//!     arena: &'a Bump,
//!     words: &[&str],
//! ) -> Vec<&'a str> {
//!     words
//!         .iter()
//!         .map(|word| arena.alloc_str(word))
//!         .collect()
//! }
//! // ANCHOR_END: bad_copies
//! ```
//!
//! Nothing in the scratch arena gets out of the closure
//! (E0521):
//!
//! ```compile_fail,E0521
//! use listings::scratch::trap::with_scratch;
//!
//! // ANCHOR: escape
//! let mut kept = None;
//! with_scratch(|arena| {
//!     kept = Some(arena.alloc_str("kept"));
//! });
//! // ANCHOR_END: escape
//! ```
//!
//! With an arena that is passed down, the early reset does not
//! compile (E0502):
//!
//! ```compile_fail,E0502
//! use bumpalo::Bump;
//! use listings::scratch::folded;
//!
//! // ANCHOR: early
//! fn distinct(arena: &mut Bump, words: &[&str]) -> usize {
//!     let folded = folded(arena, words);
//!     arena.reset();
//!     folded.len()
//! }
//! // ANCHOR_END: early
//! ```

use bumpalo::Bump;

// ANCHOR: good_copies
/// Copies of `words`, in `arena`.
pub fn copies<'a>(
    arena: &'a Bump,
    words: &[&str],
) -> Vec<&'a str> {
    words
        .iter()
        .map(|word| &*arena.alloc_str(word))
        .collect()
}
// ANCHOR_END: good_copies

/// Copies of `words` in lower case, sorted, each once.
pub fn folded<'a>(
    arena: &'a Bump,
    words: &[&str],
) -> Vec<&'a str> {
    let mut copies = Vec::with_capacity(words.len());
    for word in words {
        let copy = arena.alloc_str(word);
        copy.make_ascii_lowercase();
        copies.push(&*copy);
    }
    copies.sort_unstable();
    copies.dedup();
    copies
}

/// The pattern as it is commonly written. It panics.
pub mod trap {
    use super::folded;
    use bumpalo::Bump;
    use std::cell::RefCell;

    // ANCHOR: bad_scratch
    thread_local! {
        static SCRATCH: RefCell<Bump> =
            RefCell::new(Bump::new());
    }

    /// Runs `work` with this thread's arena.
    pub fn with_scratch<R>(
        work: impl FnOnce(&Bump) -> R,
    ) -> R {
        SCRATCH.with(|scratch| work(&scratch.borrow()))
    }

    /// Makes this thread's arena empty.
    pub fn reset_scratch() {
        SCRATCH.with(|scratch| scratch.borrow_mut().reset());
    }

    /// How many different words there are.
    pub fn distinct(words: &[&str]) -> usize {
        with_scratch(|arena| {
            let count = folded(arena, words).len();
            reset_scratch();
            count
        })
    }
    // ANCHOR_END: bad_scratch
}

/// The owner of the arena resets it.
pub mod passed {
    use super::folded;
    use bumpalo::Bump;

    // ANCHOR: good_scratch
    /// How many different words there are.
    pub fn distinct(
        arena: &mut Bump,
        words: &[&str],
    ) -> usize {
        let count = folded(arena, words).len();
        arena.reset();
        count
    }

    /// The same for many lists, with one arena.
    pub fn distinct_in_each(lists: &[&[&str]]) -> Vec<usize> {
        let mut arena = Bump::new();
        lists
            .iter()
            .map(|words| distinct(&mut arena, words))
            .collect()
    }
    // ANCHOR_END: good_scratch
}
