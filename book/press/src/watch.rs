//! Notices changed sources of the book by polling twice a second.
//!
//! The book has few files: reading their times costs less than a crate that listens for changes, and works the same on
//! every platform and file system.

use crate::Workbook;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// The time between two snapshots.
pub const INTERVAL: Duration = Duration::from_millis(500);

/// The files and folders that the pages are made from.
pub fn sources(workbook: &Workbook) -> Vec<PathBuf> {
    let book = workbook.book();
    let mut sources = vec![
        book.join("book.toml"),
        book.join("theme"),
        workbook.chapters(),
        workbook.listings(),
        workbook.scenes(),
        claims::document::file(workbook.root()),
    ];
    for exercise in entries(&workbook.exercises_folder()) {
        sources.push(exercise.join("exercise.toml"));
        // The card shows what each step asks.
        sources.push(exercise.join("tests/graded"));
    }
    sources
}

/// The time and size of every file in some folders. Two equal snapshots mean that nothing was saved in between.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Snapshot(BTreeMap<PathBuf, (Option<SystemTime>, u64)>);

impl Snapshot {
    /// Takes a snapshot now. Unreadable files are left out, and so count as changed.
    pub fn take(paths: &[PathBuf]) -> Self {
        let mut snapshot = Self::default();
        for path in paths {
            snapshot.add(path);
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
