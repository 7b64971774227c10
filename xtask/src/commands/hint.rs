//! `hint`: one more hint for a step, from weak to strong. How many were shown is saved.

use super::shared::{Finish, load_state, renew_report, warn};
use crate::interrupt;
use crate::report::{self, say, unwritten, wrap::wrap};
use crate::terminal;
use anyhow::Result;
use grader::results::Standing;
use grader::state::State;
use std::io::ErrorKind;
use tutor::hint::{next, shown};
use tutor::progress::{named_or_next, step_or_failing};
use workbook::{Exercise, Workbook};

pub(super) fn run(what: Option<&str>, step: Option<&str>, again: bool) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let mut state = load_state(&workbook);
    let exercise = named_or_next(&workbook, &state, what)?;
    let passes = state.of(&exercise.id).standing == Some(Standing::Passed);
    if step.is_none() && passes && !again {
        say!(
            "{id} passes: there is nothing to hint at. For the hints of a step all the same: cargo xtask hint {id} 2",
            id = exercise.id
        )?;
        return Ok(Finish::Passes);
    }
    let step = step_or_failing(&state, exercise, step)?;
    if again {
        report::print(&format!("{}\n", shown_before(&state, exercise, &step)))?;
        return Ok(Finish::Passes);
    }
    let hints = one_more(&state, exercise, &step, Asked::ByCommand);
    match report::write(&format!("{}\n", hints.text)) {
        Ok(()) => count(&mut state, exercise, &hints),
        // The reader has closed the pipe, and may not have seen the hint.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
        Err(error) => return Err(unwritten(error)),
    }
    renew_report(&workbook);
    Ok(Finish::Passes)
}

/// How a hint was asked for, and so how the next is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    ByCommand,
    /// By a key of `watch`.
    InWatch,
}

/// A hint to show.
pub(super) struct Hints {
    step: String,
    /// How many of the step's are shown once it is.
    shown: usize,
    pub(super) text: String,
}

/// The next hint of a step, and what there is after it.
pub(super) fn one_more(state: &State, exercise: &Exercise, step: &str, asked: Asked) -> Hints {
    let hints = exercise.hints(step);
    let id = &exercise.id;
    let number = step_number(step);
    let (shown, mut text) = match next(state, exercise, step) {
        Some((at, hint)) => (at + 1, one(exercise, step, at, hint)),
        None if hints.is_empty() => (0, format!("{id} {step} has no hints.\n")),
        None => {
            let shown = match hints.len() {
                1 => format!("The only hint for {step} was shown. To read it"),
                n => format!("All {n} hints for {step} were shown. To read them"),
            };
            let again = format!("cargo xtask hint {id} {number} --again");
            (hints.len(), format!("{shown} again: {again}\n"))
        }
    };
    text += &match hints.len() - shown {
        0 => {
            let solution = match exercise.has_solution {
                true => format!("cargo xtask solution {id} --spoil"),
                false => "ask your facilitator".to_owned(),
            };
            format!(
                "\nThat is all for this step. What it asks for: cargo xtask lesson {id} {number}\n\
                 The solution: {solution}"
            )
        }
        n => format!(
            "\n{n} more for this step; the next: {}",
            again(state, exercise, step, asked)
        ),
    };
    Hints {
        step: step.to_owned(),
        shown,
        text: wrap(&text, terminal::width(), 2),
    }
}

/// How to ask for the next hint of a step.
fn again(state: &State, exercise: &Exercise, step: &str, asked: Asked) -> String {
    let id = &exercise.id;
    match step_or_failing(state, exercise, None) {
        _ if asked == Asked::InWatch => "press h".to_owned(),
        Ok(failing) if failing == step => format!("cargo xtask hint {id}"),
        _ => format!("cargo xtask hint {id} {}", step_number(step)),
    }
}

/// The hints of a step that were shown so far.
pub(super) fn shown_before(state: &State, exercise: &Exercise, step: &str) -> String {
    let shown = shown(state, exercise, step);
    let hints = exercise.hints(step)[..shown].iter().enumerate();
    let text: String = hints
        .map(|(at, hint)| one(exercise, step, at, hint))
        .collect();
    match shown {
        0 => format!(
            "No hint for {step} was shown yet. The first: cargo xtask hint {} {}",
            exercise.id,
            step_number(step)
        ),
        _ => wrap(text.trim_end(), terminal::width(), 2),
    }
}

fn one(exercise: &Exercise, step: &str, at: usize, hint: &str) -> String {
    let n_hints = exercise.hints(step).len();
    format!(
        "{} {step}, hint {} of {n_hints}: {hint}\n",
        exercise.id,
        at + 1
    )
}

/// `step2_budget` is step 2.
fn step_number(step: &str) -> &str {
    let number = step.trim_start_matches("step").split('_').next();
    number.unwrap_or(step)
}

/// Saves that a hint was shown.
pub(super) fn count(state: &mut State, exercise: &Exercise, hints: &Hints) {
    let program = interrupt::program();
    tutor::hint::count(state, exercise, &hints.step, hints.shown, program);
    warn(state);
}
