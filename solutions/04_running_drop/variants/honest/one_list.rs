//! No tree of owners: all folders are in one list of the arena, parents first and each with its
//! depth, and its owner removes them from the end, also when one of them cannot be removed and
//! panics.

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// One folder.
#[derive(Debug)]
pub struct Folder<'a, G> {
    /// Without its parents.
    pub name: &'a str,
    /// How many folders it is in.
    pub depth: usize,
    /// Removes the folder when it is dropped.
    pub guard: G,
}

/// All folders of a list, in its order. Removes them when it is dropped, the last one first.
#[derive(Debug)]
pub struct Folders<'a, G> {
    list: ArenaVec<'a, Folder<'a, G>>,
}

/// Where a list of folders is malformed.
#[derive(Debug)]
pub struct StageError {
    /// Counted from 1.
    pub line: usize,
    /// What was expected there.
    pub expected: &'static str,
}

/// Makes the folders of a list, parents first, and returns all of them.
///
/// `make` gets the line number, counted from 1, and the name, and returns the guard.
pub fn stage<'a, G>(
    arena: &'a Bump,
    list: &str,
    mut make: impl FnMut(usize, &str) -> G,
) -> Result<Folders<'a, G>, StageError> {
    let mut folders = Folders {
        list: ArenaVec::with_capacity_in(list.lines().count(), arena),
    };
    let (mut rest, mut line) = (list, 1);
    // The root has depth 0, and every other folder has at least 1 and at most one more than the one
    // before.
    let mut allowed = 0..=0;
    while folders.list.is_empty() || !rest.is_empty() {
        let (text, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let name = text.trim_start_matches(' ');
        let indent = text.len() - name.len();
        let depth = indent / 2;
        if name.is_empty() || indent % 2 != 0 || !allowed.contains(&depth) {
            let expected = match folders.list.is_empty() {
                true => "a folder that is not indented",
                false => "two spaces more than in the line before, or fewer",
            };
            return Err(StageError { line, expected });
        }
        let guard = make(line, name);
        folders.list.push(Folder {
            name: arena.alloc_str(name),
            depth,
            guard,
        });
        allowed = 1..=depth + 1;
        rest = after;
        line += 1;
    }
    Ok(folders)
}

impl<G> Folders<'_, G> {
    /// Calls `see` with every folder and its depth: each once, and a parent before its children.
    pub fn visit(&self, see: &mut dyn FnMut(&Folder<'_, G>, usize)) {
        for folder in &self.list {
            see(folder, folder.depth);
        }
    }
}

impl<G> Drop for Folders<'_, G> {
    fn drop(&mut self) {
        from_the_end(&mut self.list);
    }
}

/// Drops the elements of a list from the last to the first, and goes on with those that are left if
/// one of them panics.
fn from_the_end<T>(list: &mut ArenaVec<'_, T>) {
    struct Rest<'r, 'a, T>(&'r mut ArenaVec<'a, T>);

    impl<T> Drop for Rest<'_, '_, T> {
        fn drop(&mut self) {
            while let Some(element) = self.0.pop() {
                drop(element);
            }
        }
    }

    let rest = Rest(list);
    while let Some(element) = rest.0.pop() {
        drop(element);
    }
}
