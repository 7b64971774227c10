//! The chapter "Choosing an arena": one task done in each, and
//! scopes inside an arena.
//!
//! What is in a scope cannot leave it (E0521):
//!
//! ```compile_fail,E0521
//! use bump_scope::Bump;
//!
//! // ANCHOR: scope_escape
//! let mut arena: Bump = Bump::new();
//! let mut kept = "";
//! arena.scoped(|scope| {
//!     kept = scope.alloc_str("of this scope").into_ref();
//! });
//! assert_eq!(kept, "of this scope");
//! // ANCHOR_END: scope_escape
//! ```

/// Each change on the heap, owned by the one after it.
pub mod boxed {
    // ANCHOR: boxed
    /// A change of a file, and the one before it.
    #[derive(Debug)]
    pub struct Change {
        before: Option<Box<Change>>,
        n_lines: u32,
    }

    /// How many lines changed, in `n` changes.
    pub fn total(n: u32) -> u64 {
        let mut newest = None;
        for n_lines in 0..n {
            let before = newest.take();
            newest =
                Some(Box::new(Change { before, n_lines }));
        }
        let mut total = 0;
        // Taken apart from the newest on: a chain that is
        // dropped as a whole is dropped by recursion.
        while let Some(mut change) = newest {
            total += u64::from(change.n_lines);
            newest = change.before.take();
        }
        total
    }
    // ANCHOR_END: boxed
}

/// Changes in an arena, with a reference to the one before.
pub mod referred {
    use bumpalo::Bump;

    // ANCHOR: bumpalo
    /// A change of a file, and the one before it.
    #[derive(Clone, Copy, Debug)]
    pub struct Change<'a> {
        before: Option<&'a Change<'a>>,
        n_lines: u32,
    }

    /// How many lines changed, in `n` changes.
    pub fn total(n: u32) -> u64 {
        let arena = Bump::new();
        let mut newest: Option<&Change<'_>> = None;
        for n_lines in 0..n {
            let before = newest;
            newest =
                Some(arena.alloc(Change { before, n_lines }));
        }
        sum(newest)
    }
    // ANCHOR_END: bumpalo

    /// The same, each at an address that 8 divides.
    pub fn total_aligned(n: u32) -> u64 {
        let arena = Bump::<8>::with_min_align();
        let mut newest: Option<&Change<'_>> = None;
        for n_lines in 0..n {
            let before = newest;
            newest =
                Some(arena.alloc(Change { before, n_lines }));
        }
        sum(newest)
    }

    /// The same, in the arena of bump-scope.
    pub fn total_scoped(n: u32) -> u64 {
        // ANCHOR: bump_scope
        let arena: bump_scope::Bump = bump_scope::Bump::new();
        let mut newest: Option<&Change<'_>> = None;
        for n_lines in 0..n {
            let before = newest;
            let change =
                arena.alloc(Change { before, n_lines });
            newest = Some(change.into_ref());
        }
        // ANCHOR_END: bump_scope
        sum(newest)
    }

    /// The same, in an arena for changes only.
    pub fn total_typed(n: u32) -> u64 {
        let arena = typed_arena::Arena::new();
        let mut newest: Option<&Change<'_>> = None;
        for n_lines in 0..n {
            let before = newest;
            newest =
                Some(arena.alloc(Change { before, n_lines }));
        }
        sum(newest)
    }

    fn sum(newest: Option<&Change<'_>>) -> u64 {
        let changes =
            std::iter::successors(newest, |change| {
                change.before
            });
        changes
            .map(|change| u64::from(change.n_lines))
            .sum()
    }
}

/// Changes in a list of their own, with the place of the one
/// before.
pub mod numbered {
    use std::num::NonZeroU32;

    // ANCHOR: numbered
    /// A change of a file, and the one before it.
    #[derive(Clone, Copy, Debug)]
    pub struct Change {
        /// Its place in the vector, counted from 1.
        before: Option<NonZeroU32>,
        n_lines: u32,
    }

    /// How many lines changed, in `n` changes.
    pub fn total(n: u32) -> u64 {
        let mut changes = Vec::new();
        for (before, n_lines) in (0..n).enumerate() {
            let before = NonZeroU32::new(before as u32);
            changes.push(Change { before, n_lines });
        }
        let newest = changes.last();
        std::iter::successors(newest, |change| {
            let before = change.before?.get() as usize;
            changes.get(before - 1)
        })
        .map(|change| u64::from(change.n_lines))
        .sum()
    }
    // ANCHOR_END: numbered
}

/// Changes in an arena of `id_arena`.
pub mod identified {
    use id_arena::{Arena, Id};

    // ANCHOR: id_arena
    /// A change of a file, and the one before it.
    #[derive(Clone, Copy, Debug)]
    pub struct Change {
        before: Option<Id<Change>>,
        n_lines: u32,
    }

    /// How many lines changed, in `n` changes.
    pub fn total(n: u32) -> u64 {
        let mut changes = Arena::<Change>::new();
        let mut newest = None;
        for n_lines in 0..n {
            let before = newest;
            newest = Some(
                changes.alloc(Change { before, n_lines }),
            );
        }
        std::iter::successors(newest, |id| {
            changes[*id].before
        })
        .map(|id| u64::from(changes[id].n_lines))
        .sum()
    }
    // ANCHOR_END: id_arena
}

/// Changes in a slot map.
pub mod keyed {
    use slotmap::{DefaultKey, SlotMap};

    // ANCHOR: slotmap
    /// A change of a file, and the one before it.
    #[derive(Clone, Copy, Debug)]
    pub struct Change {
        before: Option<DefaultKey>,
        n_lines: u32,
    }

    /// How many lines changed, in `n` changes.
    pub fn total(n: u32) -> u64 {
        let mut changes = SlotMap::new();
        let mut newest = None;
        for n_lines in 0..n {
            let before = newest;
            newest = Some(
                changes.insert(Change { before, n_lines }),
            );
        }
        std::iter::successors(newest, |key| {
            changes[*key].before
        })
        .map(|key| u64::from(changes[key].n_lines))
        .sum()
    }
    // ANCHOR_END: slotmap
}

/// Temporary words stay in the arena as long as the counts.
pub mod bad {
    use bumpalo::Bump;
    use bumpalo::collections::{CollectIn as _, Vec};

    // ANCHOR: bad_distinct
    /// How many different words each line has.
    pub fn distinct<'a>(
        arena: &'a Bump,
        text: &str,
    ) -> &'a [usize] {
        let n_lines = text.lines().count();
        let counts = arena.alloc_slice_fill_copy(n_lines, 0);
        for (count, line) in
            counts.iter_mut().zip(text.lines())
        {
            let words = line.split(' ').map(|word| {
                let word = arena.alloc_str(word);
                word.make_ascii_lowercase();
                &*word
            });
            let mut words: Vec<'_, _> =
                words.collect_in(arena);
            words.sort_unstable();
            *count = words.chunk_by(|a, b| a == b).count();
        }
        counts
    }
    // ANCHOR_END: bad_distinct
}

/// Temporary words are gone at the end of their line.
pub mod good {
    use bump_scope::BumpScope;

    // ANCHOR: good_distinct
    /// How many different words each line has.
    pub fn distinct<'a>(
        arena: &mut BumpScope<'a>,
        text: &str,
    ) -> &'a [usize] {
        let n_lines = text.lines().count();
        let counts =
            arena.alloc_slice_fill(n_lines, 0).into_mut();
        for (count, line) in
            counts.iter_mut().zip(text.lines())
        {
            *count = arena.scoped(|scope| {
                let words = line.split(' ').map(|word| {
                    let word =
                        scope.alloc_str(word).into_mut();
                    word.make_ascii_lowercase();
                    &*word
                });
                let mut words = scope.alloc_iter(words);
                words.sort_unstable();
                words.chunk_by(|a, b| a == b).count()
            });
        }
        counts
    }
    // ANCHOR_END: good_distinct
}

/// Temporary words in an arena of their own.
pub mod two_arenas {
    use bumpalo::Bump;
    use bumpalo::collections::{CollectIn as _, Vec};

    // ANCHOR: two_arenas
    /// How many different words each line has. What is needed
    /// for one line only is in `scratch`.
    pub fn distinct<'a>(
        arena: &'a Bump,
        scratch: &mut Bump,
        text: &str,
    ) -> &'a [usize] {
        let n_lines = text.lines().count();
        let counts = arena.alloc_slice_fill_copy(n_lines, 0);
        for (count, line) in
            counts.iter_mut().zip(text.lines())
        {
            *count = distinct_in(scratch, line);
            scratch.reset();
        }
        counts
    }
    // ANCHOR_END: two_arenas

    fn distinct_in(scratch: &Bump, line: &str) -> usize {
        let words = line.split(' ').map(|word| {
            let word = scratch.alloc_str(word);
            word.make_ascii_lowercase();
            &*word
        });
        let mut words: Vec<'_, _> = words.collect_in(scratch);
        words.sort_unstable();
        words.chunk_by(|a, b| a == b).count()
    }
}
