//! Notices changed sources of the book, by comparing snapshots twice a second.

use crate::Checkout;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use workbook::snapshot::Snapshot;

/// The time between two snapshots.
pub const INTERVAL: Duration = Duration::from_millis(500);

/// The files and folders that the pages are made from.
pub fn sources(checkout: &Checkout) -> Vec<PathBuf> {
    let book = checkout.book();
    let mut sources = vec![
        book.join("book.toml"),
        book.join("theme"),
        checkout.chapters(),
        checkout.listings(),
        checkout.scenes(),
        claims::document::file(checkout.root()),
    ];
    for exercise in entries(&checkout.exercises()) {
        sources.push(exercise.join("exercise.toml"));
        // The card shows what each step asks.
        sources.push(exercise.join("tests/graded"));
    }
    sources
}

/// A snapshot of these files and folders.
pub fn snapshot(paths: &[PathBuf]) -> Snapshot {
    let mut snapshot = Snapshot::new();
    for path in paths {
        snapshot.add(path);
    }
    snapshot
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect()
}
