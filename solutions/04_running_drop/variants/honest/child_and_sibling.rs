//! First child and next sibling, each in an arena box.
//! Honest: every box has an owner, and a `Drop` of our own takes siblings one after the other, so
//! that a long row of them is no deep recursion.

use bumpalo::Bump;
use bumpalo::boxed::Box as ArenaBox;

/// One folder, those inside it, and those after it.
#[derive(Debug)]
pub struct Folder<'a, G> {
    /// Its name.
    pub name: &'a str,
    first_child: Option<ArenaBox<'a, Folder<'a, G>>>,
    /// Removes the folder: after its children, which `drop` takes.
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
    let root = folder(arena, &mut lines, name, 0, &mut make);
    if !lines.list.is_empty() {
        return Err(lines.expected("two spaces more than in the line before, or fewer"));
    }
    Ok(root)
}

fn folder<'a, G>(
    arena: &'a Bump,
    lines: &mut Lines<'_>,
    name: &str,
    depth: usize,
    make: &mut impl FnMut(usize, &str) -> G,
) -> ArenaBox<'a, Folder<'a, G>> {
    let guard = make(lines.line - 1, name);
    let mut folder = ArenaBox::new_in(
        Folder {
            name: arena.alloc_str(name),
            first_child: None,
            guard,
            next: None,
        },
        arena,
    );
    let mut end = &mut folder.first_child;
    while let Some(name) = lines.next_at(depth + 1) {
        let child = self::folder(arena, lines, name, depth + 1, make);
        end = &mut end.insert(child).next;
    }
    folder
}

impl<G> Drop for Folder<'_, G> {
    fn drop(&mut self) {
        while let Some(mut child) = self.first_child.take() {
            self.first_child = child.next.take();
        }
    }
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
