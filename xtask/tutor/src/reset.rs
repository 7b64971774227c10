//! Brings back an exercise's source as it was shipped. What it replaces is kept.

use anyhow::{Context, Result};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};
use workbook::{Exercise, Workbook, read_text};

/// Resets without asking; returns where the learner's version is kept, if there was one.
///
/// # Errors
/// When no backup can be kept, or the source cannot be written.
pub fn restore(workbook: &Workbook, exercise: &Exercise) -> Result<Option<PathBuf>> {
    let source = exercise.source();
    let starter = read_text(&workbook.root, &exercise.bad_source())?;
    // What is there may be no file, but a folder, say.
    let kept = match source.symlink_metadata() {
        Ok(_) => Some(back_up(workbook, exercise)?),
        Err(_) => None,
    };
    std::fs::write(&source, starter)
        .with_context(|| format!("{}: cannot be written", workbook.show(&source)))?;
    Ok(kept)
}

fn back_up(workbook: &Workbook, exercise: &Exercise) -> Result<PathBuf> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = seconds.map_or(0, |since| since.as_secs());
    let folder = workbook
        .root
        .join(".arena")
        .join("backups")
        .join(&exercise.id);
    let free = (0..).map(|n| folder.join(format!("{seconds}-{n}.rs")));
    // Always found: the range is infinite, and a folder is not.
    let backup = free
        .into_iter()
        .find(|path| !path.exists())
        .unwrap_or_default();
    let context = || {
        format!(
            "{}: no backup can be kept, so nothing was reset",
            workbook.show(&backup)
        )
    };
    std::fs::create_dir_all(&folder).with_context(context)?;
    match exercise.source().is_file() {
        true => std::fs::copy(exercise.source(), &backup).map(|_| ()),
        false => std::fs::rename(exercise.source(), &backup),
    }
    .with_context(context)?;
    Ok(backup)
}
