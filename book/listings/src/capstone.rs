//! The chapter "Capstone": text that is mostly wanted as it is,
//! lists within lists, and a limit, each in miniature.
//!
//! A text in the arena may not be used after the reset (E0502):
//!
//! ```compile_fail,E0502
//! use bumpalo::Bump;
//! use listings::capstone::made::spaced;
//!
//! // ANCHOR: next
//! let mut arena = Bump::new();
//! let mut first = "";
//! for line in ["a  b", "c"] {
//!     let text = spaced(&arena, line);
//!     if first.is_empty() {
//!         first = text;
//!     }
//!     arena.reset();
//! }
//! println!("{first}");
//! // ANCHOR_END: next
//! ```

use bumpalo::Bump;
use std::str::SplitWhitespace;

/// Each text is copied.
pub mod copied {
    // ANCHOR: bad_text
    /// `text` with one space for each run of spaces.
    pub fn spaced(text: &str) -> String {
        let most = text.len();
        let mut spaced = String::with_capacity(most);
        for letter in text.chars() {
            if letter != ' ' || !spaced.ends_with(' ') {
                spaced.push(letter);
            }
        }
        spaced
    }
    // ANCHOR_END: bad_text
}

/// A text is made where it must be, and borrowed elsewhere.
pub mod made {
    use bumpalo::Bump;
    use bumpalo::collections::String;

    // ANCHOR: good_text
    /// `text` with one space for each run of spaces.
    pub fn spaced<'a>(
        arena: &'a Bump,
        text: &'a str,
    ) -> &'a str {
        if !text.contains("  ") {
            return text;
        }
        let most = text.len();
        let mut spaced =
            String::with_capacity_in(most, arena);
        for letter in text.chars() {
            if letter != ' ' || !spaced.ends_with(' ') {
                spaced.push(letter);
            }
        }
        spaced.into_bump_str()
    }
    // ANCHOR_END: good_text
}

// ANCHOR: item
/// A number, or a list of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item<'a> {
    /// Such as `7`.
    Number(u32),
    /// Such as `( 7 ( 8 9 ) )`.
    List(&'a [Item<'a>]),
}
// ANCHOR_END: item

/// A vector for each list.
pub mod vector_for_each {
    use super::{Bump, Item, SplitWhitespace};
    use bumpalo::collections::Vec;

    // ANCHOR: bad_list
    /// Reads items up to the `)` that ends the list.
    pub fn list<'a>(
        arena: &'a Bump,
        words: &mut SplitWhitespace<'_>,
    ) -> &'a [Item<'a>] {
        let mut items = Vec::new_in(arena);
        while let Some(word) = words.next() {
            items.push(match word {
                ")" => break,
                "(" => Item::List(list(arena, words)),
                word => {
                    Item::Number(word.parse().unwrap_or(0))
                }
            });
        }
        items.into_bump_slice()
    }
    // ANCHOR_END: bad_list
}

/// One vector for all lists that are open.
pub mod one_for_all {
    use super::{Bump, Item, SplitWhitespace};
    use bumpalo::collections::Vec;

    // ANCHOR: good_list
    /// Reads items up to the `)` that ends the list.
    pub fn list<'a>(
        open: &mut Vec<'a, Item<'a>>,
        words: &mut SplitWhitespace<'_>,
    ) -> &'a [Item<'a>] {
        let start = open.len();
        while let Some(word) = words.next() {
            let item = match word {
                ")" => break,
                "(" => Item::List(list(open, words)),
                word => {
                    Item::Number(word.parse().unwrap_or(0))
                }
            };
            open.push(item);
        }
        let arena: &'a Bump = open.bump();
        let items = arena.alloc_slice_copy(&open[start..]);
        open.truncate(start);
        items
    }
    // ANCHOR_END: good_list
}

/// A limit that may be none.
pub mod trusting {
    use bumpalo::Bump;

    // ANCHOR: bad_limit
    /// A copy, unless the arena would need more than `limit`.
    pub fn copy<'a>(
        arena: &'a Bump,
        limit: usize,
        text: &str,
    ) -> Option<&'a str> {
        arena.set_allocation_limit(Some(limit));
        let copy = arena.try_alloc_str(text).ok()?;
        Some(copy)
    }
    // ANCHOR_END: bad_limit
}

/// A limit that is one.
pub mod limited {
    use bumpalo::Bump;

    // ANCHOR: good_limit
    /// A copy, unless the arena would need more than `limit`.
    pub fn copy<'a>(
        arena: &'a Bump,
        limit: usize,
        text: &str,
    ) -> Option<&'a str> {
        let limit = limit.max(arena.allocated_bytes());
        arena.set_allocation_limit(Some(limit));
        let copy = arena.try_alloc_str(text).ok()?;
        Some(copy)
    }
    // ANCHOR_END: good_limit
}
