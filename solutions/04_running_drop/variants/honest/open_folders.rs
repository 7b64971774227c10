//! A stack of the folders that are still open, instead of recursion: each moves into its parent when it
//! is complete.
//! Honest: until then the stack owns them, and its `Drop` takes the innermost first.

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// One folder, and those inside it.
#[derive(Debug)]
pub struct Folder<'a, G> {
    /// Without its parents.
    pub name: &'a str,
    /// The folders inside it. Before the guard, so that they are dropped first.
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
    let mut open = Open {
        folders: ArenaVec::new_in(arena),
    };
    open.folders.push(Folder::new(arena, name, make(1, name)));
    loop {
        let depth = open.folders.len();
        // The deepest level that the next line may have, or any above it.
        let next = (1..=depth)
            .rev()
            .find_map(|level| Some((level, lines.next_at(level)?)));
        let Some((level, name)) = next else { break };
        open.close(level);
        open.folders
            .push(Folder::new(arena, name, make(lines.line - 1, name)));
    }
    if !lines.list.is_empty() {
        return Err(lines.expected("two spaces more than in the line before, or fewer"));
    }
    open.close(1);
    Ok(open.folders.pop().expect("the root is never closed"))
}

/// The folders from the root to the one that was made last.
struct Open<'a, G> {
    folders: ArenaVec<'a, Folder<'a, G>>,
}

impl<G> Open<'_, G> {
    /// Moves all below this level into their parents.
    fn close(&mut self, level: usize) {
        while self.folders.len() > level {
            let folder = self.folders.pop();
            if let Some(parent) = self.folders.last_mut() {
                parent.children.extend(folder);
            }
        }
    }
}

impl<G> Drop for Open<'_, G> {
    /// On the way out, the innermost first.
    fn drop(&mut self) {
        while self.folders.pop().is_some() {}
    }
}

impl<'a, G> Folder<'a, G> {
    fn new(arena: &'a Bump, name: &str, guard: G) -> Folder<'a, G> {
        Folder {
            name: arena.alloc_str(name),
            children: ArenaVec::new_in(arena),
            guard,
        }
    }
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
