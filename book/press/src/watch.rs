//! Notices that a source of the book has changed, by asking twice a second.
//!
//! The book has few files. Asking for their times costs less than a crate that listens for changes, and works the same
//! on every platform and file system.

use crate::Workbook;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How often sources are looked at.
pub const PAUSE: Duration = Duration::from_millis(500);

/// Time and size of every source of the book. Two that are equal mean that nothing was saved in between.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Snapshot(BTreeMap<PathBuf, (Option<SystemTime>, u64)>);

impl Snapshot {
    /// Looks at all sources now. What cannot be read is left out, and so counts as a change.
    pub fn take(workbook: &Workbook) -> Self {
        let mut snapshot = Self::default();
        let book = workbook.book();
        snapshot.add(&book.join("book.toml"));
        for folder in [
            workbook.chapters(),
            book.join("theme"),
            workbook.listings(),
            workbook.scenes(),
        ] {
            snapshot.add(&folder);
        }
        snapshot.add(&claims::document::file(workbook.root()));
        for exercise in entries(&workbook.exercises_folder()) {
            snapshot.add(&exercise.join("exercise.toml"));
            // The card shows what each step asks.
            snapshot.add(&exercise.join("tests/graded"));
        }
        snapshot
    }

    fn add(&mut self, path: &Path) {
        let Ok(metadata) = path.metadata() else {
            return;
        };
        if metadata.is_dir() {
            for entry in entries(path) {
                self.add(&entry);
            }
        } else {
            self.0
                .insert(path.to_owned(), (metadata.modified().ok(), metadata.len()));
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect()
}
