//! `undo`: brings back the source before the last check. What it replaces is kept.

use super::shared::{Finish, load_state};
use crate::interrupt;
use crate::report::say;
use anyhow::Result;
use grader::versions::{self, Undone};
use tutor::progress::named_or_next;
use workbook::{Exercise, Workbook};

pub(super) fn run(what: Option<&str>, passed: bool) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let state = load_state(&workbook);
    let latest = state.latest().map(str::to_owned);
    let exercise = named_or_next(&workbook, &state, what.or(latest.as_deref()))?;
    let (text, is_changed) = match passed {
        true => back_to_the_pass(&workbook, exercise)?,
        false => undo(&workbook, exercise)?,
    };
    say!("{text}")?;
    if is_changed {
        say!("again   cargo xtask check {}", exercise.id)?;
    }
    Ok(Finish::Passes)
}

/// Brings back the best version that passed; returns what to say about it, and whether the source has changed.
fn back_to_the_pass(workbook: &Workbook, exercise: &Exercise) -> Result<(String, bool)> {
    let source = workbook.show(&exercise.source());
    let kept = versions::back_to_the_pass(workbook, exercise, interrupt::program())?;
    Ok(match kept {
        Some(kept) => (
            format!(
                "{source} is the best version that passed.\nWhat it was until now is kept: {kept}"
            ),
            true,
        ),
        None => (format!("{source}: no version that passed is kept."), false),
    })
}

/// Brings back the version before; returns what to say about it, and whether the source has changed.
///
/// # Errors
/// When the present version cannot be kept, or the earlier one not be written.
pub(super) fn undo(workbook: &Workbook, exercise: &Exercise) -> Result<(String, bool)> {
    let source = workbook.show(&exercise.source());
    Ok(
        match versions::undo(workbook, exercise, interrupt::program())? {
            Undone::Restored { kept, n_earlier } => {
                let more = match n_earlier {
                    0 => "there is none before it".to_owned(),
                    1 => "one more is before it".to_owned(),
                    n => format!("{n} more are before it"),
                };
                let text = format!(
                    "{source} is the version that was checked before; {more}.\n\
                 What it was until now is kept: {kept}"
                );
                (text, true)
            }
            Undone::Nothing => {
                let text = format!(
                    "{source}: no earlier version was checked, so nothing was changed.\n\
                 To go back to the starter: cargo xtask reset {}",
                    exercise.id
                );
                (text, false)
            }
        },
    )
}
