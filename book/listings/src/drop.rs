//! The chapter "What drop does not do": what leaks in an arena,
//! and how to run `drop` where it matters.
//!
//! A bound that keeps owners out of an arena (E0277):
//!
//! ```compile_fail,E0277
//! use bumpalo::Bump;
//! use listings::drop::keep;
//!
//! // ANCHOR: refused
//! let arena = Bump::new();
//! keep(&arena, String::from("owned"));
//! // ANCHOR_END: refused
//! ```
//!
//! An assertion that the compiler evaluates for each type that
//! is kept (E0080; when code is generated, so not by a check):
//!
//! ```compile_fail,E0080
//! use bumpalo::Bump;
//! use listings::drop::dropless::keep;
//!
//! // ANCHOR: needs_drop
//! let arena = Bump::new();
//! keep(&arena, std::cell::Cell::new(7));
//! keep(&arena, String::from("owned"));
//! // ANCHOR_END: needs_drop
//! ```
//!
//! An arena's vector is refused as well, until it is frozen:
//!
//! ```compile_fail,E0080
//! use bumpalo::Bump;
//! use bumpalo::collections::Vec;
//! use listings::drop::dropless::keep;
//!
//! let arena = Bump::new();
//! keep(&arena, Vec::<u32>::new_in(&arena));
//! ```
//!
//! ```
//! use bumpalo::Bump;
//! use bumpalo::collections::Vec;
//! use listings::drop::dropless::keep;
//!
//! let arena = Bump::new();
//! let mut numbers = Vec::new_in(&arena);
//! numbers.push(7);
//! let kept = keep(&arena, numbers.into_bump_slice());
//! assert_eq!(**kept, [7]);
//! ```
//!
//! A type that is `Copy` can hold no `Vec` (E0204):
//!
//! ```compile_fail,E0204
//! // ANCHOR: no_copy
//! #[derive(Clone, Copy)]
//! struct Recording {
//!     samples: Vec<i16>,
//! }
//! // ANCHOR_END: no_copy
//! ```

use bumpalo::Bump;
use bumpalo::boxed::Box as ArenaBox;

/// Recordings that own their samples, in an arena. It leaks.
pub mod bad {
    use bumpalo::Bump;

    // ANCHOR: bad_recording
    /// Sound, as a recorder sends it.
    #[derive(Debug)]
    pub struct Recording {
        /// Samples in a second.
        pub rate: u32,
        /// One sample after the other.
        pub samples: Vec<i16>,
    }

    /// Decodes samples of two bytes each.
    pub fn decode<'a>(
        arena: &'a Bump,
        rate: u32,
        bytes: &[u8],
    ) -> &'a Recording {
        let (pairs, _) = bytes.as_chunks();
        let samples = pairs
            .iter()
            .map(|pair| i16::from_le_bytes(*pair));
        arena.alloc(Recording {
            rate,
            samples: samples.collect(),
        })
    }
    // ANCHOR_END: bad_recording
}

/// Recordings whose samples are in the arena as well.
pub mod good {
    use bumpalo::Bump;

    // ANCHOR: good_recording
    /// Sound, as a recorder sends it.
    #[derive(Debug)]
    pub struct Recording<'a> {
        /// Samples in a second.
        pub rate: u32,
        /// One sample after the other.
        pub samples: &'a [i16],
    }

    /// Decodes samples of two bytes each.
    pub fn decode<'a>(
        arena: &'a Bump,
        rate: u32,
        bytes: &[u8],
    ) -> &'a Recording<'a> {
        let (pairs, _) = bytes.as_chunks();
        let samples = pairs
            .iter()
            .map(|pair| i16::from_le_bytes(*pair));
        arena.alloc(Recording {
            rate,
            samples: arena.alloc_slice_fill_iter(samples),
        })
    }
    // ANCHOR_END: good_recording
}

// ANCHOR: keep
/// Moves a value into the arena, if it owns nothing.
pub fn keep<T: Copy>(arena: &Bump, value: T) -> &T {
    arena.alloc(value)
}
// ANCHOR_END: keep

/// The same for all types that have nothing to drop.
pub mod dropless {
    use bumpalo::Bump;

    // ANCHOR: dropless
    /// Moves a value into the arena, if nothing in it has a
    /// `drop`.
    pub fn keep<T>(arena: &Bump, value: T) -> &mut T {
        const {
            assert!(
                !std::mem::needs_drop::<T>(),
                "an arena would never drop this"
            );
        }
        arena.alloc(value)
    }
    // ANCHOR_END: dropless
}

/// The handles that a program has open at the same time.
#[derive(Debug)]
pub struct Pool<H> {
    /// Each is closed when it is dropped.
    pub handles: [H; 8],
}

// ANCHOR: bad_owner
/// Opens a pool of handles. Nobody owns it.
pub fn pool<H>(
    arena: &Bump,
    open: impl FnMut(usize) -> H,
) -> &Pool<H> {
    let handles = std::array::from_fn(open);
    arena.alloc(Pool { handles })
}
// ANCHOR_END: bad_owner

/// The same, with an owner.
pub mod owned {
    use super::{ArenaBox, Bump, Pool};

    // ANCHOR: good_owner
    /// Opens a pool of handles. The caller owns it.
    pub fn pool<H>(
        arena: &Bump,
        open: impl FnMut(usize) -> H,
    ) -> ArenaBox<'_, Pool<H>> {
        let handles = std::array::from_fn(open);
        ArenaBox::new_in(Pool { handles }, arena)
    }
    // ANCHOR_END: good_owner
}

// ANCHOR: typed
/// An arena for one type, which drops what is in it.
pub fn all_dropped<H>(
    n_handles: usize,
    open: impl Fn(usize) -> H,
) -> usize {
    let arena = typed_arena::Arena::new();
    for number in 0..n_handles {
        let _handle: &mut H = arena.alloc(open(number));
    }
    arena.len()
}
// ANCHOR_END: typed

// ANCHOR: order
/// A file that is locked until its last byte is written.
#[derive(Debug)]
pub struct Locked<W, L> {
    /// Dropped first: fields go in this order. A buffered
    /// writer then writes what it still holds.
    pub writer: W,
    /// Dropped last.
    pub lock: L,
}
// ANCHOR_END: order
