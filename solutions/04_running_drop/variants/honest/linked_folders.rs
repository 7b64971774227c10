//! Links every folder to the one made before it; the owner of the last one drops the guards of all.
//! Honest: a `Drop` of our own walks the links, so the guards live in the arena and are dropped in
//! reverse order.

use std::cell::{Cell, RefCell};

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// One folder, and those inside it.
pub struct Folder<'a, G> {
    /// Without its parents.
    pub name: &'a str,
    guard: Cell<Option<G>>,
    children: RefCell<ArenaVec<'a, &'a Folder<'a, G>>>,
    /// The folder that was made before this one.
    before: Option<&'a Folder<'a, G>>,
}

/// The folders made so far, each linked to the one before. The owner of this owns the guards.
pub struct Tree<'a, G> {
    root: Option<&'a Folder<'a, G>>,
    last: Option<&'a Folder<'a, G>>,
}

impl<G> Drop for Tree<'_, G> {
    fn drop(&mut self) {
        while let Some(folder) = self.last {
            drop(folder.guard.take());
            self.last = folder.before;
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
) -> Result<Tree<'a, G>, StageError> {
    let mut lines = Lines { list, line: 1 };
    let Some(name) = lines.next_at(0) else {
        return Err(lines.expected("a folder that is not indented"));
    };
    let mut tree = Tree {
        root: None,
        last: None,
    };
    tree.root = Some(tree.folder(arena, &mut lines, name, 0, &mut make));
    if !lines.list.is_empty() {
        return Err(lines.expected("two spaces more than in the line before, or fewer"));
    }
    Ok(tree)
}

impl<'a, G> Tree<'a, G> {
    /// Calls `see` with every folder and its depth: each once, and a parent before its children.
    pub fn visit(&self, see: &mut dyn FnMut(&Folder<'a, G>, usize)) {
        if let Some(root) = self.root {
            root.visit_at(0, see);
        }
    }

    /// Makes one folder, and all those inside it.
    fn folder(
        &mut self,
        arena: &'a Bump,
        lines: &mut Lines<'_>,
        name: &str,
        depth: usize,
        make: &mut impl FnMut(usize, &str) -> G,
    ) -> &'a Folder<'a, G> {
        let guard = make(lines.line - 1, name);
        let folder: &'a Folder<'a, G> = arena.alloc(Folder {
            name: arena.alloc_str(name),
            guard: Cell::new(Some(guard)),
            children: RefCell::new(ArenaVec::new_in(arena)),
            before: self.last,
        });
        self.last = Some(folder);
        while let Some(name) = lines.next_at(depth + 1) {
            let child = self.folder(arena, lines, name, depth + 1, make);
            folder.children.borrow_mut().push(child);
        }
        folder
    }
}

impl<'a, G> Folder<'a, G> {
    fn visit_at(&self, depth: usize, see: &mut dyn FnMut(&Folder<'a, G>, usize)) {
        see(self, depth);
        for child in self.children.borrow().iter() {
            child.visit_at(depth + 1, see);
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
