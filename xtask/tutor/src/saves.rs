//! Notices saves by comparing snapshots of an exercise's files.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use workbook::snapshot::Snapshot;

/// The pause between two snapshots; a learner waits for half of it on average.
pub const PAUSE: Duration = Duration::from_millis(5);
/// The pause while a job runs: a save waits for its end anyway.
pub const LONG_PAUSE: Duration = Duration::from_millis(50);
/// Where snapshots are slow, as on some mounts, the pause is this many times as long as a snapshot.
const COST_FACTOR: u32 = 20;
/// How long a file may be missing or empty in the middle of a save.
const SETTLES: Duration = Duration::from_millis(300);

/// Watches the files of a folder.
pub struct Saves {
    folder: PathBuf,
    known: Snapshot,
    /// When the last snapshot was taken.
    last: Instant,
    /// How long it took.
    cost: Duration,
    /// Since when a save has seemed to be in progress.
    unsettled: Option<Instant>,
}

impl Saves {
    /// Starts with the files as they are.
    pub fn of(folder: &Path) -> Self {
        let last = Instant::now();
        let known = snapshot(folder);
        Self {
            folder: folder.to_owned(),
            known,
            last,
            cost: last.elapsed(),
            unsettled: None,
        }
    }

    /// Whether it watches this folder.
    #[must_use]
    pub fn is_of(&self, folder: &Path) -> bool {
        self.folder == folder
    }

    /// The files that were saved since the last snapshot, relative to the folder; none if it is too
    /// early for another.
    pub fn poll(&mut self) -> Vec<PathBuf> {
        if self.last.elapsed() < PAUSE.max(self.cost * COST_FACTOR) {
            return Vec::new();
        }
        self.last = Instant::now();
        let now = snapshot(&self.folder);
        self.cost = self.last.elapsed();
        if now == self.known {
            self.unsettled = None;
            return Vec::new();
        }
        // Some editors empty a file before they write it, or remove it and create a new one.
        let since = *self.unsettled.get_or_insert(self.last);
        if is_half_a_save(&self.known, &now) && since.elapsed() < SETTLES {
            return Vec::new();
        }
        self.unsettled = None;
        let before = std::mem::replace(&mut self.known, now);
        let changed = self.known.changed_since(&before);
        let short = changed.iter().map(|file| file.strip_prefix(&self.folder));
        short.flatten().map(Path::to_owned).collect()
    }
}

fn is_half_a_save(before: &Snapshot, now: &Snapshot) -> bool {
    let mut files = before.files();
    files.any(|(file, (_, size))| match now.stamp(file) {
        None => true,
        Some((_, now)) => now == 0 && size > 0,
    })
}

fn snapshot(folder: &Path) -> Snapshot {
    let mut snapshot = Snapshot::new();
    snapshot.add(folder);
    snapshot
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Polls until something was saved, since polling too early finds nothing.
    fn next(saves: &mut Saves) -> Vec<PathBuf> {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(20) {
            let saved = saves.poll();
            if !saved.is_empty() {
                return saved;
            }
        }
        panic!("no save was noticed");
    }

    fn assert_nothing(saves: &mut Saves) {
        let start = Instant::now();
        while start.elapsed() < PAUSE * 5 {
            assert_eq!(saves.poll(), Vec::<PathBuf>::new());
        }
    }

    #[test]
    fn saves_are_noticed_however_editors_save() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name);
        let write = |name: &str, text: &str| std::fs::write(path(name), text).expect("writable");
        std::fs::create_dir(path("src")).expect("writable");
        write("src/lib.rs", "one");
        let mut saves = Saves::of(folder.path());
        assert_nothing(&mut saves);

        write("src/lib.rs", "longer");
        assert_eq!(next(&mut saves), [Path::new("src").join("lib.rs")]);
        // A new file under the old name.
        write("src/lib.rs~", "replaced");
        assert_nothing(&mut saves);
        std::fs::rename(path("src/lib.rs~"), path("src/lib.rs")).expect("writable");
        assert_eq!(next(&mut saves), [Path::new("src").join("lib.rs")]);
        // Emptied first, then written.
        write("src/lib.rs", "");
        assert_nothing(&mut saves);
        write("src/lib.rs", "complete");
        next(&mut saves);
        // A file is added, then a swap file, then the file is removed.
        write("src/node.rs", "new");
        assert_eq!(next(&mut saves), [Path::new("src").join("node.rs")]);
        write("src/.lib.rs.swp", "swap");
        assert_nothing(&mut saves);
        std::fs::remove_file(path("src/node.rs")).expect("writable");
        assert_eq!(next(&mut saves), [Path::new("src").join("node.rs")]);
        assert_nothing(&mut saves);
    }
}
