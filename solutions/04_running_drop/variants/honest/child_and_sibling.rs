//! First child and next sibling, each in an arena box.
//! Honest: every box has an owner, and the order of the fields does the rest.

use bumpalo::Bump;
use bumpalo::boxed::Box as ArenaBox;

/// One folder, those inside it, and those after it. Fields are dropped in this order.
#[derive(Debug)]
pub struct Folder<'a, G> {
    /// Its name.
    pub name: &'a str,
    first_child: Option<ArenaBox<'a, Folder<'a, G>>>,
    /// Removes the folder: after its children, before its younger siblings.
    pub guard: G,
    next: Option<ArenaBox<'a, Folder<'a, G>>>,
}

/// Where a list of folders is malformed.
#[derive(Debug)]
pub struct StageError {
    /// Counted from 1.
    pub line: usize,
    /// What was expected there.
    pub expected: &'static str,
}

/// Makes the folders of a list.
pub fn stage<'a, G>(
    arena: &'a Bump,
    list: &str,
    mut make: impl FnMut(usize, &str) -> G,
) -> Result<ArenaBox<'a, Folder<'a, G>>, StageError> {
    let mut lines = Lines { list, line: 1 };
    let Some(name) = lines.next_at(0) else {
        return Err(lines.expected("a folder that is not indented"));
    };
    let guard = make(lines.line - 1, name);
    let first_child = siblings(arena, &mut lines, 1, &mut make);
    let root = Folder {
        name: arena.alloc_str(name),
        first_child,
        guard,
        next: None,
    };
    if !lines.list.is_empty() {
        return Err(lines.expected("two spaces more than in the line before, or fewer"));
    }
    Ok(ArenaBox::new_in(root, arena))
}

fn siblings<'a, G>(
    arena: &'a Bump,
    lines: &mut Lines<'_>,
    depth: usize,
    make: &mut impl FnMut(usize, &str) -> G,
) -> Option<ArenaBox<'a, Folder<'a, G>>> {
    let name = lines.next_at(depth)?;
    let guard = make(lines.line - 1, name);
    let first_child = siblings(arena, lines, depth + 1, make);
    let next = siblings(arena, lines, depth, make);
    let name = arena.alloc_str(name);
    Some(ArenaBox::new_in(
        Folder {
            name,
            first_child,
            guard,
            next,
        },
        arena,
    ))
}

impl<G> Folder<'_, G> {
    /// Shows every folder.
    pub fn visit(&self, see: &mut dyn FnMut(&Folder<'_, G>, usize)) {
        self.visit_at(0, see);
    }

    fn visit_at(&self, depth: usize, see: &mut dyn FnMut(&Folder<'_, G>, usize)) {
        see(self, depth);
        let mut child = self.first_child.as_deref();
        while let Some(folder) = child {
            folder.visit_at(depth + 1, see);
            child = folder.next.as_deref();
        }
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
