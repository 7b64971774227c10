//! `hint`: one more hint, from weak to strong. How far someone went is remembered.

use super::{Finish, named_or_next};
use crate::progress::Progress;
use crate::report::{fit::wrap, say};
use crate::terminal;
use anyhow::Result;
use catalog::{Exercise, Workbook};
use std::fmt::Write as _;

pub(super) fn run(what: Option<&str>) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let progress = Progress::load(&workbook);
    let exercise = named_or_next(&workbook, &progress, what)?;
    let again = format!("cargo xtask hint {}", exercise.id);
    say!("{}", one_more(progress, exercise, &again));
    Ok(Finish::Passes)
}

/// The hints so far and one more, with how to ask for the one after; it is remembered.
pub(super) fn one_more(mut progress: Progress, exercise: &Exercise, again: &str) -> String {
    let hints = &exercise.hints;
    let shown = (progress.of(&exercise.id).hints + 1).min(hints.len());
    let mut text = String::new();
    for (number, hint) in (1..).zip(&hints[..shown]) {
        // Writing to a `String` cannot fail.
        let _ = writeln!(
            text,
            "{} hint {number} of {}: {hint}",
            exercise.id,
            hints.len()
        );
    }
    text = wrap(&text, terminal::width(), 2);
    text += &if shown == hints.len() {
        format!(
            "\nThat was the last. The solution: cargo xtask solution {} --spoil",
            exercise.id
        )
    } else {
        format!("\nOne more: {again}")
    };
    progress.update(|data| {
        let entry = data.exercises.entry(exercise.id.clone()).or_default();
        entry.hints = entry.hints.max(shown);
    });
    text
}
