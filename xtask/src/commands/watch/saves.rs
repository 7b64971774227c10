//! Noticing saves: by looking at modification times and sizes, again and again.
//!
//! Looking works where being told does not: on network mounts, in containers, under WSL. An
//! exercise has a handful of files, so a look takes well below a millisecond on a local disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// The pause between two looks, which a learner waits for; half of it on average.
pub(super) const PAUSE: Duration = Duration::from_millis(5);
/// The pause while a job runs, which a save waits for the end of anyway.
pub(super) const LONG_PAUSE: Duration = Duration::from_millis(50);
/// Where a look is slow, as on some mounts, looking takes this part of the time at most.
const SHARE: u32 = 20;
/// How long a file may be missing or empty in the middle of a save.
const SETTLES: Duration = Duration::from_millis(300);

/// What a save changes.
type State = (Option<SystemTime>, u64);
type Snapshot = BTreeMap<PathBuf, State>;

/// The files of a folder, under watch.
pub(super) struct Saves {
    folder: PathBuf,
    known: Snapshot,
    looked: Instant,
    cost: Duration,
    /// Since when something looks like half a save.
    unsettled: Option<Instant>,
}

impl Saves {
    /// Begins with the files as they are.
    pub(super) fn of(folder: &Path) -> Self {
        let looked = Instant::now();
        let known = snapshot(folder);
        Self {
            folder: folder.to_owned(),
            known,
            looked,
            cost: looked.elapsed(),
            unsettled: None,
        }
    }

    /// The files that were saved since the last look, relative to the folder; none where it is not
    /// yet time for another look.
    pub(super) fn look(&mut self) -> Vec<PathBuf> {
        if self.looked.elapsed() < PAUSE.max(self.cost * SHARE) {
            return Vec::new();
        }
        self.looked = Instant::now();
        let now = snapshot(&self.folder);
        self.cost = self.looked.elapsed();
        if now == self.known {
            self.unsettled = None;
            return Vec::new();
        }
        // Some editors empty a file before they write it, or take it away and put a new one there.
        let since = *self.unsettled.get_or_insert(self.looked);
        if is_half_a_save(&self.known, &now) && since.elapsed() < SETTLES {
            return Vec::new();
        }
        self.unsettled = None;
        let before = std::mem::replace(&mut self.known, now);
        changed(&before, &self.known)
    }
}

fn is_half_a_save(before: &Snapshot, now: &Snapshot) -> bool {
    before.iter().any(|(file, &(_, size))| match now.get(file) {
        None => true,
        Some(&(_, now)) => now == 0 && size > 0,
    })
}

fn changed(before: &Snapshot, now: &Snapshot) -> Vec<PathBuf> {
    let files = before.keys().chain(now.keys());
    let changed = files.filter(|file| before.get(*file) != now.get(*file));
    let mut changed: Vec<PathBuf> = changed.cloned().collect();
    changed.sort();
    changed.dedup();
    changed
}

fn snapshot(folder: &Path) -> Snapshot {
    let mut files = Snapshot::new();
    collect(folder, folder, &mut files);
    files
}

/// What cannot be read is not there: a save may be under way.
fn collect(root: &Path, folder: &Path, files: &mut Snapshot) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        if is_an_editors(&entry.file_name().to_string_lossy()) {
            continue;
        }
        let path = entry.path();
        // Not the entry's own, which for a link would be the link's.
        let Ok(data) = std::fs::metadata(&path) else {
            continue;
        };
        if data.is_dir() {
            collect(root, &path, files);
        } else {
            let short = path.strip_prefix(root).unwrap_or(&path).to_owned();
            files.insert(short, (data.modified().ok(), data.len()));
        }
    }
}

/// Swap files, backups and drafts that editors put beside a file, and what cargo builds.
fn is_an_editors(name: &str) -> bool {
    let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
    is_number
        || name.starts_with(['.', '#'])
        || name.ends_with(['~', '_'])
        || name.ends_with(".tmp")
        || name == "target"
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks until something was saved, since a look too early sees nothing.
    fn next(saves: &mut Saves) -> Vec<PathBuf> {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(20) {
            let saved = saves.look();
            if !saved.is_empty() {
                return saved;
            }
        }
        panic!("no save was noticed");
    }

    fn nothing(saves: &mut Saves) {
        let start = Instant::now();
        while start.elapsed() < PAUSE * 5 {
            assert_eq!(saves.look(), Vec::<PathBuf>::new());
        }
    }

    #[test]
    fn saves_are_noticed_in_every_way_that_editors_save() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name);
        let write = |name: &str, text: &str| std::fs::write(path(name), text).expect("writable");
        std::fs::create_dir(path("src")).expect("writable");
        write("src/lib.rs", "one");
        let mut saves = Saves::of(folder.path());
        nothing(&mut saves);

        write("src/lib.rs", "longer");
        assert_eq!(next(&mut saves), [Path::new("src").join("lib.rs")]);
        // A new file under the old name.
        write("src/lib.rs~", "replaced");
        nothing(&mut saves);
        std::fs::rename(path("src/lib.rs~"), path("src/lib.rs")).expect("writable");
        assert_eq!(next(&mut saves), [Path::new("src").join("lib.rs")]);
        // Emptied first, then written.
        write("src/lib.rs", "");
        nothing(&mut saves);
        write("src/lib.rs", "whole");
        next(&mut saves);
        // A file more, a swap file, and a file less.
        write("src/node.rs", "new");
        assert_eq!(next(&mut saves), [Path::new("src").join("node.rs")]);
        write("src/.lib.rs.swp", "swap");
        nothing(&mut saves);
        std::fs::remove_file(path("src/node.rs")).expect("writable");
        assert_eq!(next(&mut saves), [Path::new("src").join("node.rs")]);
        nothing(&mut saves);
    }
}
