//! Builds the book, and again whenever a source has changed, which it notices by comparing snapshots twice a second.

use crate::Checkout;
use crate::build::Purpose;
use crate::generation::Generation;
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

pub use workbook::snapshot::Snapshot;

/// The time between two snapshots.
pub const INTERVAL: Duration = Duration::from_millis(500);

/// The builds below `folder`: one now, and one after each change. There are no more once the receiver is dropped.
///
/// On its own thread: mdBook's types cannot leave theirs, and a build must not delay a request.
pub fn builds(
    checkout: Checkout,
    folder: PathBuf,
    purpose: Purpose,
) -> UnboundedReceiver<Result<Generation>> {
    let (sender, receiver) = unbounded_channel();
    std::thread::spawn(move || {
        loop {
            let seen = snapshot(&sources(&checkout));
            // It would make the folder again, which is deleted once the receiver is dropped.
            if sender.is_closed() {
                return;
            }
            let built = Generation::build(&checkout, &folder, purpose.clone());
            let pages = built
                .as_ref()
                .ok()
                .map(|generation| generation.path().to_owned());
            if sender.send(built).is_err() {
                return;
            }
            wait_for_change(&checkout, &seen, pages.as_deref());
        }
    });
    receiver
}

/// Returns once a source has changed, or the pages are gone: something that tidies up temporary files deleted them.
fn wait_for_change(checkout: &Checkout, seen: &Snapshot, pages: Option<&Path>) {
    loop {
        std::thread::sleep(INTERVAL);
        let are_gone = pages.is_some_and(|pages| !pages.exists());
        if are_gone || snapshot(&sources(checkout)) != *seen {
            return;
        }
    }
}

/// The files and folders that the pages are made from.
pub fn sources(checkout: &Checkout) -> Vec<PathBuf> {
    let book = checkout.book();
    let mut sources = vec![
        book.join("book.toml"),
        book.join("results.json"),
        checkout.root().join(workbook::plan::FILE),
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
