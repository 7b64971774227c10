//! One flat `Vec` and one `String` of the heap; `visit` makes copies in the arena, to be seen.
//! A trick: few heap calls, and every drop runs, but the folders are not in the arena.
//! Fails in: step5_in_the_arena

use bumpalo::Bump;

/// A folder as `visit` shows it.
pub struct Folder<'a> {
    /// Its name.
    pub name: &'a str,
}

struct Entry<G> {
    end_of_name: usize,
    depth: usize,
    guard: G,
}

/// All folders, in the order in which they were made.
pub struct Tree<'a, G> {
    arena: &'a Bump,
    names: String,
    entries: Vec<Entry<G>>,
}

impl<G> Drop for Tree<'_, G> {
    fn drop(&mut self) {
        while let Some(entry) = self.entries.pop() {
            drop(entry.guard);
        }
    }
}

impl<G> Tree<'_, G> {
    /// Shows copies.
    pub fn visit(&self, see: &mut dyn FnMut(&Folder<'_>, usize)) {
        let mut start = 0;
        for entry in &self.entries {
            let name = self.arena.alloc_str(&self.names[start..entry.end_of_name]);
            start = entry.end_of_name;
            see(self.arena.alloc(Folder { name }), entry.depth);
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

/// Makes the folders of a list.
pub fn stage<'a, G>(
    arena: &'a Bump,
    list: &str,
    mut make: impl FnMut(usize, &str) -> G,
) -> Result<Tree<'a, G>, StageError> {
    let mut lines = Lines { list, line: 1 };
    let mut tree = Tree {
        arena,
        names: String::new(),
        entries: Vec::new(),
    };
    let mut deepest = 0;
    while let Some((name, depth)) = (0..=deepest)
        .rev()
        .find_map(|depth| Some((lines.next_at(depth)?, depth)))
    {
        if depth == 0 && !tree.entries.is_empty() {
            lines.line -= 1;
            lines.list = name;
            break;
        }
        let guard = make(lines.line - 1, name);
        tree.names.push_str(name);
        tree.entries.push(Entry {
            end_of_name: tree.names.len(),
            depth,
            guard,
        });
        deepest = depth + 1;
    }
    if tree.entries.is_empty() {
        return Err(lines.expected("a folder that is not indented"));
    }
    if !lines.list.is_empty() {
        return Err(lines.expected("two spaces more than in the line before, or fewer"));
    }
    Ok(tree)
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
