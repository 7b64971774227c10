//! Takes an update back: the last one, or one that was stopped in the middle.

use crate::journal::{Journal, Phase, Place};
use crate::repository::Repository;
use crate::rollback;
use anyhow::Result;
use grader::cancellation::Cancellation;
use grader::state::State;
use grader::{history, versions};
use std::path::Path;
use workbook::{Workbook, shown};

/// What was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// Where the version came from that is gone again, in words.
    pub from: String,
    /// Whether the update had been stopped in the middle.
    pub was_unfinished: bool,
    /// Files that were changed since, relative to the workbook: what they were until now is kept there.
    pub since: Vec<String>,
    /// Whether the branch has commits since the update, and stays where it is.
    pub branch_stays: bool,
}

/// Takes back the last update; `None` where there is none.
///
/// # Errors
/// When something cannot be brought back; then this goes on when it is called again.
pub fn undo(root: &Path, cancellation: &Cancellation) -> Result<Option<Undone>> {
    let last = Place::last(root)?;
    last.map(|(place, journal)| take_back(root, &place, journal, cancellation))
        .transpose()
}

/// Takes back an update, or goes on taking it back, if it was stopped in the middle.
///
/// # Errors
/// As [`undo`].
pub fn recover(root: &Path, cancellation: &Cancellation) -> Result<Option<Undone>> {
    match is_unfinished(root)? {
        true => undo(root, cancellation),
        false => Ok(None),
    }
}

/// Whether an update was stopped in the middle.
///
/// # Errors
/// When its journal cannot be read.
pub fn is_unfinished(root: &Path) -> Result<bool> {
    let last = Place::last(root)?;
    Ok(last.is_some_and(|(_, journal)| journal.phase != Phase::Done))
}

fn take_back(
    root: &Path,
    place: &Place,
    mut journal: Journal,
    cancellation: &Cancellation,
) -> Result<Undone> {
    let was_unfinished = journal.phase != Phase::Done;
    let repository = match journal.branch {
        Some(_) => Repository::at(root, false, cancellation)?,
        None => None,
    };
    let mut branch_stays = false;
    // First what may be refused.
    if let (Some(repository), Some(branch)) = (&repository, &journal.branch) {
        branch_stays = !repository.move_back(place, branch)?;
    }
    let since = rollback::files(root, place, &mut journal)?;
    let back: Vec<(String, String)> = journal
        .renamed
        .iter()
        .map(|(former, id)| (id.clone(), former.clone()))
        .collect();
    if !back.is_empty() {
        let mut state = State::load(&Workbook::without_exercises(root.to_owned()));
        state.update(cancellation, |data| data.rename(&back));
        history::rename(root, &back, cancellation)?;
        for (id, former) in &back {
            versions::rename(root, id, former)?;
        }
    }
    journal.phase = Phase::Undone;
    place.write(&journal)?;
    // It may be what runs here; then it stays where systems keep such files.
    let _ = std::fs::remove_file(place.runner());
    Ok(Undone {
        from: journal.from,
        was_unfinished,
        since: since
            .iter()
            .map(|name| shown(root, &place.since(name)))
            .collect(),
        branch_stays,
    })
}
