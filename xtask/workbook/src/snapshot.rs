//! Noticing changed files by polling their modification times and sizes.
//!
//! Polling works where notifications do not: on network mounts, in containers, under WSL. The
//! workbook has few files, so a snapshot of an exercise takes well below a millisecond on a local
//! disk, and no crate that listens for changes need be built.

use crate::walk::files_below;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The modification time and size of a file.
pub type Stamp = (Option<SystemTime>, u64);

/// The stamps of some files. Two equal snapshots mean that nothing was saved in between.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    files: BTreeMap<PathBuf, Stamp>,
}

impl Snapshot {
    /// An empty snapshot.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, or all files below a folder that are not an editor's. What cannot be read is left
    /// out, and so counts as changed: a save may be in progress.
    pub fn add(&mut self, path: &Path) {
        let files = match path.is_dir() {
            true => files_below(path),
            false => vec![path.to_owned()],
        };
        for file in files {
            // Not the folder entry's own, which for a link would be the link's.
            if let Ok(data) = file.metadata() {
                let stamp = (data.modified().ok(), data.len());
                self.files.insert(file, stamp);
            }
        }
    }

    /// The files, each with its stamp.
    pub fn files(&self) -> impl Iterator<Item = (&Path, Stamp)> {
        self.files.iter().map(|(path, stamp)| (&**path, *stamp))
    }

    /// The stamp of a file; `None` where it is missing.
    #[must_use]
    pub fn stamp(&self, file: &Path) -> Option<Stamp> {
        self.files.get(file).copied()
    }

    /// The files that differ between the two, in the order of their paths.
    #[must_use]
    pub fn changed_since(&self, before: &Self) -> Vec<PathBuf> {
        let files = before.files.keys().chain(self.files.keys());
        let changed = files.filter(|file| before.files.get(*file) != self.files.get(*file));
        let mut changed: Vec<PathBuf> = changed.cloned().collect();
        changed.sort();
        changed.dedup();
        changed
    }
}
