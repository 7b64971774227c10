//! `hint`: one more hint, from weak to strong. How far someone went is remembered.

use super::{Finish, named_or_next};
use crate::progress::Progress;
use crate::report::say;
use anyhow::Result;
use catalog::Workbook;

pub(super) fn run(what: Option<&str>) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let mut progress = Progress::load(&workbook.root);
    let exercise = named_or_next(&workbook, &progress, what)?;
    let hints = &exercise.hints;
    let shown = (progress.of(&exercise.id).hints + 1).min(hints.len());
    for (number, hint) in (1..).zip(&hints[..shown]) {
        say!("{} hint {number} of {}: {hint}", exercise.id, hints.len());
    }
    if shown == hints.len() {
        say!(
            "\nThat was the last. The solution: cargo xtask solution {} --spoil",
            exercise.id
        );
    } else {
        say!("\nOne more: cargo xtask hint {}", exercise.id);
    }
    progress.update(|data| {
        let entry = data.exercises.entry(exercise.id.clone()).or_default();
        entry.hints = entry.hints.max(shown);
    });
    Ok(Finish::Passes)
}
