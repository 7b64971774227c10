//! Folders as a chain in the arena, in the order of making; one owner outside of it drops the
//! guards.
//! Honest: from the last to the first, and the rest as well if one of them panics.

use std::cell::Cell;
use std::fmt;

use bumpalo::Bump;

/// One folder. It stands in a list of all folders, in the order in which they were made.
pub struct Folder<'a, G> {
    /// Without its parents.
    pub name: &'a str,
    depth: usize,
    /// Removes the folder when it is dropped. The arena drops nothing, so `Staged` takes it out.
    guard: Cell<Option<G>>,
    before: Option<&'a Folder<'a, G>>,
    after: Cell<Option<&'a Folder<'a, G>>>,
}

/// The folders of a list. Dropping it removes them, the one that was made last first: whatever is
/// inside a folder was made after it.
pub struct Staged<'a, G> {
    first: Option<&'a Folder<'a, G>>,
    last: Option<&'a Folder<'a, G>>,
}

/// Where a list of folders is malformed.
#[derive(Debug)]
pub struct StageError {
    /// Counted from 1.
    pub line: usize,
    /// What was expected there.
    pub expected: &'static str,
}

/// Makes the folders of a list, parents first.
///
/// `make` gets the line number, counted from 1, and the name, and returns the guard. Whatever stops
/// this halfway, be it a malformed line or a panic of `make`, drops `staged` and so removes what
/// is there by then.
pub fn stage<'a, G>(
    arena: &'a Bump,
    list: &str,
    mut make: impl FnMut(usize, &str) -> G,
) -> Result<Staged<'a, G>, StageError> {
    let mut lines = Lines { list, line: 1 };
    let mut staged = Staged {
        first: None,
        last: None,
    };
    let mut next = lines.next_within(0..=0);
    if next.is_none() {
        return Err(lines.expected("a folder that is not indented"));
    }
    while let Some((name, depth)) = next {
        let guard = make(lines.line - 1, name);
        staged.push(arena, name, depth, guard);
        next = lines.next_within(1..=depth + 1);
    }
    if !lines.list.is_empty() {
        return Err(lines.expected("two spaces more than in the line before, or fewer"));
    }
    Ok(staged)
}

impl<'a, G> Staged<'a, G> {
    /// Calls `see` with every folder and its depth: each once, and a parent before its children.
    pub fn visit(&self, see: &mut dyn FnMut(&Folder<'_, G>, usize)) {
        let mut next = self.first;
        while let Some(folder) = next {
            see(folder, folder.depth);
            next = folder.after.get();
        }
    }

    fn push(&mut self, arena: &'a Bump, name: &str, depth: usize, guard: G) {
        let folder: &'a Folder<'a, G> = arena.alloc(Folder {
            name: arena.alloc_str(name),
            depth,
            guard: Cell::new(Some(guard)),
            before: self.last,
            after: Cell::new(None),
        });
        match self.last {
            Some(last) => last.after.set(Some(folder)),
            None => self.first = Some(folder),
        }
        self.last = Some(folder);
    }

    /// Takes the guard of the folder that was made last.
    fn pop(&mut self) -> Option<G> {
        let last = self.last?;
        self.last = last.before;
        last.guard.take()
    }
}

// By hand: derived ones would follow the chain to and fro for ever.
impl<G> fmt::Debug for Folder<'_, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:indent$}{}", "", self.name, indent = 2 * self.depth)
    }
}

impl<G> fmt::Debug for Staged<'_, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chain = std::iter::successors(self.first, |folder| folder.after.get());
        f.debug_list().entries(chain).finish()
    }
}

impl<G> Drop for Staged<'_, G> {
    fn drop(&mut self) {
        /// Goes on with the others if a guard panics, still from last to first.
        struct Others<'s, 'a, G>(&'s mut Staged<'a, G>);

        impl<G> Drop for Others<'_, '_, G> {
            fn drop(&mut self) {
                while let Some(guard) = self.0.pop() {
                    drop(guard);
                }
            }
        }

        // When this goes, be it by a panic in the loop, it finishes what the loop has not.
        let others = Others(self);
        while let Some(guard) = others.0.pop() {
            drop(guard);
        }
    }
}

/// The lines of a list, with their depth.
struct Lines<'s> {
    list: &'s str,
    /// The number of the next line.
    line: usize,
}

impl<'s> Lines<'s> {
    /// Takes the next line, with its depth, if it is not deeper than this.
    fn next_within(&mut self, depths: std::ops::RangeInclusive<usize>) -> Option<(&'s str, usize)> {
        let (line, rest) = self.list.split_once('\n').unwrap_or((self.list, ""));
        let name = line.trim_start_matches(' ');
        let indent = line.len() - name.len();
        if name.is_empty() || indent % 2 != 0 || !depths.contains(&(indent / 2)) {
            return None;
        }
        self.list = rest;
        self.line += 1;
        Some((name, indent / 2))
    }

    fn expected(&self, expected: &'static str) -> StageError {
        StageError {
            line: self.line,
            expected,
        }
    }
}
