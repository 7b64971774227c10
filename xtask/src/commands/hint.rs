//! `hint`: one more hint, from weak to strong. How many were shown is saved.

use super::shared::{Finish, load_state, named_or_next, warn};
use crate::interrupt;
use crate::report::{say, wrap::wrap};
use crate::terminal;
use anyhow::Result;
use grader::state::State;
use std::fmt::Write as _;
use workbook::{Exercise, Workbook};

pub(super) fn run(what: Option<&str>) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let state = load_state(&workbook);
    let exercise = named_or_next(&workbook, &state, what)?;
    let again = format!("cargo xtask hint {}", exercise.id);
    say!("{}", one_more(state, exercise, &again));
    Ok(Finish::Passes)
}

/// The hints so far and one more, and how to ask for the next.
pub(super) fn one_more(mut state: State, exercise: &Exercise, again: &str) -> String {
    let hints = &exercise.hints;
    let shown = state
        .of(&exercise.id)
        .hints
        .saturating_add(1)
        .min(hints.len());
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
    state.update(interrupt::program(), |data| {
        let entry = data.exercises.entry(exercise.id.clone()).or_default();
        entry.hints = entry.hints.max(shown);
    });
    warn(&mut state);
    text
}
