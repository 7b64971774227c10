//! Brings back what was before an update, however far it came. It may be stopped at any moment, and begun again.

use crate::journal::{Journal, Phase, Place, Step, hash};
use anyhow::{Context, Result};
use grader::atomic_write;
use std::path::Path;

/// Brings back the files; returns those that were changed since the update, which are kept beside it.
pub(crate) fn files(root: &Path, place: &Place, journal: &mut Journal) -> Result<Vec<String>> {
    journal.phase = Phase::Undoing;
    place.write(journal)?;
    let mut since = Vec::new();
    // What is removed makes room, also for a folder in the place of a file.
    let (added, others): (Vec<&Step>, Vec<&Step>) =
        journal.steps.iter().partition(|step| step.old.is_none());
    for step in added.into_iter().chain(others) {
        let path = root.join(&step.file);
        let now = hash(&path);
        if now == step.old {
            continue;
        }
        if now.is_some() && now != step.new {
            keep(&path, &place.since(&step.file))
                .with_context(|| format!("{}: cannot be kept", step.file))?;
            since.push(step.file.clone());
        }
        let brought_back = match &step.old {
            Some(_) => atomic_write::replace(&place.old(&step.file), &path),
            None => std::fs::remove_file(&path),
        };
        brought_back.with_context(|| {
            format!(
                "{}: cannot be brought back; `cargo xtask update --undo` goes on",
                step.file
            )
        })?;
        if step.old.is_none() {
            remove_empty(root, &path);
        }
    }
    Ok(since)
}

/// Copies a file to where it does not disturb; a link is copied as what it leads to.
fn keep(path: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to.parent().unwrap_or(Path::new(".")))?;
    std::fs::copy(path, to).map(|_| ())
}

/// Removes the folders around a file that is gone, as far as they are empty.
pub(crate) fn remove_empty(root: &Path, file: &Path) {
    let folders = file.ancestors().skip(1);
    for folder in folders.take_while(|folder| *folder != root) {
        if std::fs::remove_dir(folder).is_err() {
            return;
        }
    }
}
