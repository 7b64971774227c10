//! The chapter "Collections in an arena": fields of a line of
//! CSV, frozen; and what vectors leave behind when they grow.
//!
//! A frozen slice cannot grow (E0599):
//!
//! ```compile_fail,E0599
//! use bumpalo::Bump;
//! use listings::collections::good::fields;
//!
//! // ANCHOR: frozen
//! let arena = Bump::new();
//! let fields = fields(&arena, "a,b");
//! fields.push("c");
//! // ANCHOR_END: frozen
//! ```
//!
//! Nor can an arena's vector stand where std's is asked for
//! (E0308):
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

/// The fields of a line, each a `String`.
pub mod bad {
    // ANCHOR: bad_fields
    /// The fields of `12,"a, b","say ""hi"""`, unquoted.
    pub fn fields(line: &str) -> Vec<String> {
        let mut fields = Vec::new();
        let mut field = String::new();
        let mut quoted = false;
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' if quoted
                    && chars.peek() == Some(&'"') =>
                {
                    field.extend(chars.next());
                }
                '"' => quoted = !quoted,
                ',' if !quoted => {
                    fields.push(field);
                    field = String::new();
                }
                c => field.push(c),
            }
        }
        fields.push(field);
        fields
    }
    // ANCHOR_END: bad_fields
}

/// The fields of a line, in the arena and frozen.
pub mod good {
    use bumpalo::Bump;
    use bumpalo::collections::{String, Vec};

    // ANCHOR: good_fields
    /// The fields of `12,"a, b","say ""hi"""`, unquoted.
    pub fn fields<'a>(
        arena: &'a Bump,
        line: &str,
    ) -> &'a [&'a str] {
        let mut fields = Vec::new_in(arena);
        let mut field = String::new_in(arena);
        let mut quoted = false;
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' if quoted
                    && chars.peek() == Some(&'"') =>
                {
                    field.extend(chars.next());
                }
                '"' => quoted = !quoted,
                ',' if !quoted => {
                    fields.push(field.into_bump_str());
                    field = String::new_in(arena);
                }
                c => field.push(c),
            }
        }
        fields.push(field.into_bump_str());
        fields.into_bump_slice()
    }
    // ANCHOR_END: good_fields
}

// ANCHOR: bad_pairs
/// Keys and values, apart. They grow by turns.
pub fn apart<'a>(
    arena: &'a Bump,
    pairs: &[(u32, u32)],
) -> [&'a [u32]; 2] {
    let mut keys = ArenaVec::new_in(arena);
    let mut values = ArenaVec::new_in(arena);
    for &(key, value) in pairs {
        keys.push(key);
        values.push(value);
    }
    [keys.into_bump_slice(), values.into_bump_slice()]
}
// ANCHOR_END: bad_pairs

/// The same, told how many there will be.
pub mod sized {
    use super::{ArenaVec, Bump};

    // ANCHOR: good_pairs
    /// Keys and values, apart. They never grow.
    pub fn apart<'a>(
        arena: &'a Bump,
        pairs: &[(u32, u32)],
    ) -> [&'a [u32]; 2] {
        let n = pairs.len();
        let mut keys = ArenaVec::with_capacity_in(n, arena);
        let mut values = ArenaVec::with_capacity_in(n, arena);
        for &(key, value) in pairs {
            keys.push(key);
            values.push(value);
        }
        [keys.into_bump_slice(), values.into_bump_slice()]
    }
    // ANCHOR_END: good_pairs
}

// ANCHOR: one_after_the_other
/// Keys first, then values: each grows while it is the last.
pub fn in_turn<'a>(
    arena: &'a Bump,
    pairs: &[(u32, u32)],
) -> [&'a [u32]; 2] {
    let mut keys = ArenaVec::new_in(arena);
    for (key, _) in pairs {
        keys.push(*key);
    }
    let mut values = ArenaVec::new_in(arena);
    for (_, value) in pairs {
        values.push(*value);
    }
    [keys.into_bump_slice(), values.into_bump_slice()]
}
// ANCHOR_END: one_after_the_other

/// One big vector, pushed to until it holds so many.
pub mod big {
    use super::{ArenaVec, Bump};

    // ANCHOR: bad_big
    /// Squares, in a vector of the arena.
    pub fn in_arena(arena: &Bump, count: u64) -> &[u64] {
        let mut squares = ArenaVec::new_in(arena);
        for n in 0..count {
            squares.push(n * n);
        }
        squares.into_bump_slice()
    }
    // ANCHOR_END: bad_big

    // ANCHOR: good_big
    /// Squares, in a vector of the heap.
    pub fn on_the_heap(count: u64) -> Vec<u64> {
        let mut squares = Vec::new();
        for n in 0..count {
            squares.push(n * n);
        }
        squares
    }
    // ANCHOR_END: good_big
}
