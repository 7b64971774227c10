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
//! A type that is `Copy` can hold no `String` (E0204):
//!
//! ```compile_fail,E0204
//! // ANCHOR: no_copy
//! #[derive(Clone, Copy)]
//! struct Contact {
//!     name: String,
//! }
//! // ANCHOR_END: no_copy
//! ```

use bumpalo::Bump;
use bumpalo::boxed::Box as ArenaBox;
use bumpalo::collections::Vec as ArenaVec;

/// Contacts that own their text, in an arena. It leaks.
pub mod bad {
    use bumpalo::Bump;

    // ANCHOR: bad_contact
    /// A line of an address book.
    #[derive(Debug)]
    pub struct Contact {
        /// Who it is.
        pub name: String,
        /// The groups that they belong to.
        pub groups: Vec<String>,
    }

    /// Reads `Ada: engine, tea`.
    pub fn contact<'a>(
        arena: &'a Bump,
        line: &str,
    ) -> &'a Contact {
        let (name, groups) =
            line.split_once(':').unwrap_or((line, ""));
        let groups = groups
            .split(',')
            .map(|group| group.trim().to_string())
            .collect();
        arena.alloc(Contact {
            name: name.to_string(),
            groups,
        })
    }
    // ANCHOR_END: bad_contact
}

/// Contacts whose text lies in the arena as well.
pub mod good {
    use bumpalo::Bump;
    use bumpalo::collections::{CollectIn, Vec};

    // ANCHOR: good_contact
    /// A line of an address book.
    #[derive(Debug)]
    pub struct Contact<'a> {
        /// Who it is.
        pub name: &'a str,
        /// The groups that they belong to.
        pub groups: &'a [&'a str],
    }

    /// Reads `Ada: engine, tea`.
    pub fn contact<'a>(
        arena: &'a Bump,
        line: &str,
    ) -> &'a Contact<'a> {
        let (name, groups) =
            line.split_once(':').unwrap_or((line, ""));
        let groups = groups
            .split(',')
            .map(|group| &*arena.alloc_str(group.trim()))
            .collect_in::<Vec<'a, _>>(arena);
        arena.alloc(Contact {
            name: arena.alloc_str(name),
            groups: groups.into_bump_slice(),
        })
    }
    // ANCHOR_END: good_contact
}

// ANCHOR: keep
/// Moves a value into the arena, if it owns nothing.
pub fn keep<T: Copy>(arena: &Bump, value: T) -> &T {
    arena.alloc(value)
}
// ANCHOR_END: keep

// ANCHOR: bad_owner
/// Keeps a lock on each file. Nobody owns the locks.
pub fn locks<'a, L>(
    arena: &'a Bump,
    files: &[&str],
    lock: impl Fn(&str) -> L,
) -> &'a [ArenaBox<'a, L>] {
    let mut locks = ArenaVec::new_in(arena);
    for file in files {
        locks.push(ArenaBox::new_in(lock(file), arena));
    }
    locks.into_bump_slice()
}
// ANCHOR_END: bad_owner

/// The same, with an owner.
pub mod owned {
    use super::{ArenaBox, ArenaVec, Bump};

    // ANCHOR: good_owner
    /// Keeps a lock on each file. The caller owns them.
    pub fn locks<'a, L>(
        arena: &'a Bump,
        files: &[&str],
        lock: impl Fn(&str) -> L,
    ) -> ArenaVec<'a, ArenaBox<'a, L>> {
        let mut locks = ArenaVec::new_in(arena);
        for file in files {
            locks.push(ArenaBox::new_in(lock(file), arena));
        }
        locks
    }
    // ANCHOR_END: good_owner
}

// ANCHOR: typed
/// An arena for one type, which drops what is in it.
pub fn all_dropped<L>(
    files: &[&str],
    lock: impl Fn(&str) -> L,
) -> usize {
    let arena = typed_arena::Arena::new();
    for file in files {
        let _lock: &mut L = arena.alloc(lock(file));
    }
    arena.len()
}
// ANCHOR_END: typed

// ANCHOR: order
/// A folder that must be empty when its guard goes.
#[derive(Debug)]
pub struct Folder<'a, G> {
    /// Dropped first: fields go in this order.
    pub inside: ArenaVec<'a, Folder<'a, G>>,
    /// Dropped last.
    pub guard: G,
}
// ANCHOR_END: order
