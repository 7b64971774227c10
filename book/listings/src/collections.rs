//! The chapter "Collections in an arena": the prime factors of a
//! number, frozen; and what vectors leave behind when they grow.
//!
//! A frozen slice cannot grow (E0599):
//!
//! ```compile_fail,E0599
//! use bumpalo::Bump;
//! use listings::collections::good::factors;
//!
//! // ANCHOR: frozen
//! let arena = Bump::new();
//! let factors = factors(&arena, 12);
//! factors.push(5);
//! // ANCHOR_END: frozen
//! ```
//!
//! Nor can an arena's vector be passed where std's is asked
//! for (E0308):
//!
//! ```compile_fail,E0308
//! use bumpalo::{Bump, collections::Vec as ArenaVec};
//!
//! // ANCHOR: other_type
//! fn sorted(mut numbers: Vec<u32>) -> Vec<u32> {
//!     numbers.sort_unstable();
//!     numbers
//! }
//!
//! let arena = Bump::new();
//! let numbers: ArenaVec<'_, u32> = ArenaVec::new_in(&arena);
//! sorted(numbers);
//! // ANCHOR_END: other_type
//! ```

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// The factors of a number, on the heap.
pub mod bad {
    // ANCHOR: bad_factors
    /// The prime factors of `n`: 2, 2 and 3 for 12.
    pub fn factors(mut n: u64) -> Vec<u64> {
        let mut factors = Vec::new();
        let mut prime = 2;
        while prime <= n / prime {
            if n.is_multiple_of(prime) {
                factors.push(prime);
                n /= prime;
            } else {
                prime += 1;
            }
        }
        if n > 1 {
            factors.push(n);
        }
        factors
    }
    // ANCHOR_END: bad_factors
}

/// The factors of a number, in the arena and frozen.
pub mod good {
    use bumpalo::Bump;
    use bumpalo::collections::Vec;

    // ANCHOR: good_factors
    /// The prime factors of `n`: 2, 2 and 3 for 12.
    pub fn factors(arena: &Bump, mut n: u64) -> &[u64] {
        let mut factors = Vec::new_in(arena);
        let mut prime = 2;
        while prime <= n / prime {
            if n.is_multiple_of(prime) {
                factors.push(prime);
                n /= prime;
            } else {
                prime += 1;
            }
        }
        if n > 1 {
            factors.push(n);
        }
        factors.into_bump_slice()
    }
    // ANCHOR_END: good_factors
}

// ANCHOR: bad_apart
/// Even numbers and odd ones, apart: two vectors grow.
pub fn apart<'a>(
    arena: &'a Bump,
    numbers: &[u32],
) -> [&'a [u32]; 2] {
    let mut even = ArenaVec::new_in(arena);
    let mut odd = ArenaVec::new_in(arena);
    for &number in numbers {
        match number % 2 {
            0 => even.push(number),
            _ => odd.push(number),
        }
    }
    [even.into_bump_slice(), odd.into_bump_slice()]
}
// ANCHOR_END: bad_apart

/// The same, in one place for both.
pub mod in_place {
    use super::Bump;

    // ANCHOR: good_apart
    /// Even numbers and odd ones, apart: nothing grows.
    pub fn apart<'a>(
        arena: &'a Bump,
        numbers: &[u32],
    ) -> [&'a [u32]; 2] {
        let all = arena.alloc_slice_copy(numbers);
        let (mut n_even, mut n_left) = (0, all.len());
        for &number in numbers {
            match number % 2 {
                0 => {
                    all[n_even] = number;
                    n_even += 1;
                }
                _ => {
                    n_left -= 1;
                    all[n_left] = number;
                }
            }
        }
        let (even, odd) = all.split_at_mut(n_even);
        odd.reverse();
        [even, odd]
    }
    // ANCHOR_END: good_apart
}

// ANCHOR: one_after_the_other
/// Even numbers first: each vector grows while it is the last.
pub fn in_turn<'a>(
    arena: &'a Bump,
    numbers: &[u32],
) -> [&'a [u32]; 2] {
    [0, 1].map(|rest| {
        let mut found = ArenaVec::new_in(arena);
        for &number in numbers {
            if number % 2 == rest {
                found.push(number);
            }
        }
        found.into_bump_slice()
    })
}
// ANCHOR_END: one_after_the_other

/// One big vector, pushed to until it is complete.
pub mod big {
    use super::{ArenaVec, Bump};

    // ANCHOR: bad_big
    /// Squares, in a vector in the arena.
    pub fn in_arena(arena: &Bump, count: u64) -> &[u64] {
        let mut squares = ArenaVec::new_in(arena);
        for n in 0..count {
            squares.push(n * n);
        }
        squares.into_bump_slice()
    }
    // ANCHOR_END: bad_big

    // ANCHOR: good_big
    /// Squares, in a vector on the heap.
    pub fn on_the_heap(count: u64) -> Vec<u64> {
        let mut squares = Vec::new();
        for n in 0..count {
            squares.push(n * n);
        }
        squares
    }
    // ANCHOR_END: good_big
}
