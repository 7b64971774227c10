//! Each folder has room for as many children as there are lines left, so that no list ever grows.
//! A trick: the calls to the heap stay few, but the arena grows with the square of the list.
//! Fails in: step5_in_the_arena

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// One folder, and those inside it.
#[derive(Debug)]
pub struct Folder<'a, G> {
    /// Without its parents.
    pub name: &'a str,
    /// The folders inside it: removed first, since they are declared first.
    pub children: ArenaVec<'a, Folder<'a, G>>,
    /// Removes the folder when it is dropped.
    pub guard: G,
}

/// Where a list of folders is malformed.
#[derive(Debug)]
pub struct StageError {
    /// Counted from 1.
    pub line: usize,
    /// What was expected there.
    pub expected: &'static str,
}

/// Makes the folders of a list, parents first, and returns the outermost one.
///
/// `make` gets the line number, counted from 1, and the name, and returns the guard.
pub fn stage<'a, G>(
    arena: &'a Bump,
    list: &str,
    mut make: impl FnMut(usize, &str) -> G,
) -> Result<Folder<'a, G>, StageError> {
    let mut lines = Lines { list, line: 1 };
    let Some(name) = lines.next_at(0) else {
        return Err(lines.expected("a folder that is not indented"));
    };
    let root = folder(arena, &mut lines, name, 0, &mut make);
    if !lines.list.is_empty() {
        return Err(lines.expected("two spaces more than in the line before, or fewer"));
    }
    Ok(root)
}

impl<G> Folder<'_, G> {
    /// Calls `see` with every folder and its depth: each once, and a parent before its children.
    pub fn visit(&self, see: &mut dyn FnMut(&Folder<'_, G>, usize)) {
        self.visit_at(0, see);
    }

    fn visit_at(&self, depth: usize, see: &mut dyn FnMut(&Folder<'_, G>, usize)) {
        see(self, depth);
        for child in &self.children {
            child.visit_at(depth + 1, see);
        }
    }
}

/// Makes one folder, and all those inside it.
fn folder<'a, G>(
    arena: &'a Bump,
    lines: &mut Lines<'_>,
    name: &str,
    depth: usize,
    make: &mut impl FnMut(usize, &str) -> G,
) -> Folder<'a, G> {
    let guard = make(lines.line - 1, name);
    // Nobody knows how many of the lines to come are in this folder.
    let mut children = ArenaVec::with_capacity_in(lines.list.lines().count(), arena);
    while let Some(name) = lines.next_at(depth + 1) {
        let child = self::folder(arena, lines, name, depth + 1, make);
        children.push(child);
    }
    Folder {
        name: arena.alloc_str(name),
        children,
        guard,
    }
}

/// The rest of a list.
struct Lines<'s> {
    list: &'s str,
    /// The number of the next line.
    line: usize,
}

impl<'s> Lines<'s> {
    /// Takes the next line if it has this depth.
    fn next_at(&mut self, depth: usize) -> Option<&'s str> {
        let (line, rest) = self.list.split_once('\n').unwrap_or((self.list, ""));
        let name = line.trim_start_matches(' ');
        if name.is_empty() || line.len() - name.len() != 2 * depth {
            return None;
        }
        self.list = rest;
        self.line += 1;
        Some(name)
    }

    fn expected(&self, expected: &'static str) -> StageError {
        StageError {
            line: self.line,
            expected,
        }
    }
}
