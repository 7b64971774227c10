//! `hint`: one more hint, from weak to strong. How many were shown is saved.

use super::shared::{Finish, load_state, named_or_next, warn};
use crate::interrupt;
use crate::report::{self, unwritten, wrap::wrap};
use crate::terminal;
use anyhow::Result;
use grader::state::State;
use std::fmt::Write as _;
use std::io::ErrorKind;
use workbook::{Exercise, Workbook};

pub(super) fn run(what: Option<&str>) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let mut state = load_state(&workbook);
    let exercise = named_or_next(&workbook, &state, what)?;
    let again = format!("cargo xtask hint {}", exercise.id);
    let hints = one_more(&state, exercise, &again);
    match report::write(&format!("{}\n", hints.text)) {
        Ok(()) => count(&mut state, exercise, &hints),
        // The reader has closed the pipe, and may not have seen the hint.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
        Err(error) => return Err(unwritten(error)),
    }
    Ok(Finish::Passes)
}

/// Hints to show.
pub(super) struct Hints {
    /// How many.
    shown: usize,
    pub(super) text: String,
}

/// The hints so far and one more, and how to ask for the next.
pub(super) fn one_more(state: &State, exercise: &Exercise, again: &str) -> Hints {
    let hints = &exercise.hints;
    let so_far = state.of(&exercise.id).hints;
    let shown = so_far.saturating_add(1).min(hints.len());
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
            "\nThat was the last hint. The solution: cargo xtask solution {} --spoil",
            exercise.id
        )
    } else {
        format!("\nOne more: {again}")
    };
    Hints { shown, text }
}

/// Saves that these hints were shown.
pub(super) fn count(state: &mut State, exercise: &Exercise, hints: &Hints) {
    state.update(interrupt::program(), |data| {
        let entry = data.exercises.entry(exercise.id.clone()).or_default();
        // Another run may have shown more; more than there are is a mistake in the file.
        entry.hints = entry.hints.min(exercise.hints.len()).max(hints.shown);
    });
    warn(state);
}
