//! Owners for all folders, but a list of more than 64 children is frozen, since it will not grow.
//! A trick, and a mistake easily made: a frozen slice is not dropped.
//! Fails in: step2_drops_run, step3_inner_first, step4_half_way

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// One folder, and those inside it.
#[derive(Debug)]
pub struct Folder<'a, G> {
    /// Without its parents.
    pub name: &'a str,
    /// The folders inside it. Before the guard, so that they are dropped first.
    pub children: Children<'a, G>,
    /// Removes the folder when it is dropped.
    pub guard: G,
}

/// Few children are owned; a long list is frozen, since it will not grow any more.
#[derive(Debug)]
pub enum Children<'a, G> {
    /// Up to 64.
    Few(ArenaVec<'a, Folder<'a, G>>),
    /// More.
    Many(&'a [Folder<'a, G>]),
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
        let children = match &self.children {
            Children::Few(children) => children.as_slice(),
            Children::Many(children) => children,
        };
        for child in children {
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
    let mut children = ArenaVec::new_in(arena);
    while let Some(name) = lines.next_at(depth + 1) {
        children.push(self::folder(arena, lines, name, depth + 1, make));
    }
    Folder {
        name: arena.alloc_str(name),
        children: if children.len() <= 64 {
            Children::Few(children)
        } else {
            Children::Many(children.into_bump_slice())
        },
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
