//! Keeps the guards out of the arena: a vector beside the tree owns them, and drops the last first.
//! Honest: the folders need no `Drop`, and may be shared freely; everything that needs one has an
//! owner.

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// One folder, and those inside it. It owns nothing.
#[derive(Debug)]
pub struct Folder<'a> {
    /// Without its parents.
    pub name: &'a str,
    /// The folders inside it.
    pub children: &'a [&'a Folder<'a>],
}

/// A tree in the arena, and its guards beside it.
#[derive(Debug)]
pub struct Staged<'a, G> {
    root: &'a Folder<'a>,
    _guards: Guards<G>,
}

/// Guards, in the order in which they were made.
#[derive(Debug)]
struct Guards<G>(Vec<G>);

impl<G> Drop for Guards<G> {
    fn drop(&mut self) {
        // The last folder made is inside an earlier one, or beside it.
        while let Some(guard) = self.0.pop() {
            drop(guard);
        }
    }
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
) -> Result<Staged<'a, G>, StageError> {
    let mut lines = Lines { list, line: 1 };
    let Some(name) = lines.next_at(0) else {
        return Err(lines.expected("a folder that is not indented"));
    };
    let mut guards = Guards(Vec::new());
    let root = folder(arena, &mut lines, name, 0, &mut |name, line| {
        guards.0.push(make(line, name));
    });
    if !lines.list.is_empty() {
        return Err(lines.expected("two spaces more than in the line before, or fewer"));
    }
    Ok(Staged {
        root,
        _guards: guards,
    })
}

impl<G> Staged<'_, G> {
    /// Calls `see` with every folder and its depth: each once, and a parent before its children.
    pub fn visit(&self, see: &mut dyn FnMut(&Folder<'_>, usize)) {
        self.root.visit_at(0, see);
    }
}

impl Folder<'_> {
    fn visit_at(&self, depth: usize, see: &mut dyn FnMut(&Folder<'_>, usize)) {
        see(self, depth);
        for child in self.children {
            child.visit_at(depth + 1, see);
        }
    }
}

/// Makes one folder, and all those inside it.
fn folder<'a>(
    arena: &'a Bump,
    lines: &mut Lines<'_>,
    name: &str,
    depth: usize,
    make: &mut impl FnMut(&str, usize),
) -> &'a Folder<'a> {
    make(name, lines.line - 1);
    let mut children = ArenaVec::new_in(arena);
    while let Some(name) = lines.next_at(depth + 1) {
        children.push(folder(arena, lines, name, depth + 1, make));
    }
    arena.alloc(Folder {
        name: arena.alloc_str(name),
        children: children.into_bump_slice(),
    })
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
