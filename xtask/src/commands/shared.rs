//! What several commands need: how they end, the exercise that they are about, and the saved state.

use crate::interrupt;
use crate::progress_bar::ProgressBar;
use crate::report;
use anyhow::{Error, Result};
use grader::cancellation::Interrupted;
use grader::diagnostic::uncoloured;
use grader::program::{self, Program};
use grader::state::{Entry, State};
use std::path::PathBuf;
use workbook::{Exercise, Problem, Workbook, step_of};

/// More steps than any exercise has.
const MAX_STEPS: usize = 99;

/// How a command ended that could do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// All that was asked passes.
    Passes,
    /// Something does not pass yet.
    Incomplete,
    /// Its report says what is broken, and was printed.
    Broken,
    /// It goes on until it is interrupted, and it was.
    Interrupted,
}

/// An error with its causes, and below them what to do about each.
pub fn explain(error: &Error) -> String {
    // What was running when Ctrl-C arrived is not to blame.
    if let Some(interrupted) = error.downcast_ref::<Interrupted>() {
        return format!("error: {interrupted}; nothing was lost");
    }
    let mut causes = Vec::new();
    let mut helps = String::new();
    for cause in error.chain() {
        match cause.downcast_ref::<Problem>() {
            Some(problem) => {
                causes.push(problem.headline().trim_end().to_owned());
                helps += &format!("\nhelp: {}", problem.help);
            }
            None => causes.push(cause.to_string().trim_end().to_owned()),
        }
    }
    // What the compiler rendered may be among the causes, and an error has no colours.
    uncoloured(&format!("error: {}{helps}", causes.join(": ")))
}

/// Builds a program of the workbook, and shows that on the progress bar.
pub fn build_program(
    workbook: &Workbook,
    program: &Program<'_>,
    bar: &ProgressBar,
) -> Result<PathBuf> {
    bar.begin(&format!("building {}", program.what), 0);
    bar.say("(the first time takes longest)");
    program::build(workbook, program, interrupt::program())
}

/// The saved state; what could not be read is reported on standard error.
pub fn load_state(workbook: &Workbook) -> State {
    let mut state = State::load(workbook);
    warn(&mut state);
    state
}

/// Reports on standard error what could not be read or saved.
pub fn warn(state: &mut State) {
    for warning in state.warnings() {
        report::complain(&format!("warning: {warning}"));
    }
}

/// The step that a word names; without a word, the first that failed in the last check, or, before any, in the starter.
///
/// # Errors
/// When there is no such step.
pub fn step_or_failing(state: &State, exercise: &Exercise, word: Option<&str>) -> Result<String> {
    if let Some(word) = word {
        return Ok(exercise.step(word)?.to_owned());
    }
    let steps = exercise.shipped.steps();
    let failed = state.of(&exercise.id).failure;
    let failed = failed.map(|failure| step_of(&failure.test).to_owned());
    let mut known = failed
        .into_iter()
        .chain(exercise.starter_fails.iter().cloned())
        .filter(|step| steps.contains(&&**step));
    let first = steps.first().copied().unwrap_or_default();
    Ok(known.next().unwrap_or(first.to_owned()))
}

/// The exercise that a word names; without a word, the next one to do.
pub fn named_or_next<'a>(
    workbook: &'a Workbook,
    state: &State,
    word: Option<&str>,
) -> Result<&'a Exercise> {
    match word {
        Some(word) => Ok(workbook.find(word)?),
        None => Ok(next_incomplete(workbook, state).unwrap_or(&workbook.exercises[0])),
    }
}

/// The exercise to go on with: the one that was last checked, if it is not done, or else the first after it that is
/// not.
pub fn next_incomplete<'a>(workbook: &'a Workbook, state: &State) -> Option<&'a Exercise> {
    let mut exercises = workbook.exercises.iter();
    let latest = state.latest();
    let at = latest.and_then(|id| exercises.position(|exercise| exercise.has_id(id)));
    let at = at.unwrap_or(0);
    let latest = workbook.exercises.get(at);
    latest
        .filter(|exercise| !is_done(state, exercise))
        .or_else(|| next_after(workbook, state, at))
}

/// The first exercise after this index, and then from the beginning, that is not done.
pub fn next_after<'a>(workbook: &'a Workbook, state: &State, at: usize) -> Option<&'a Exercise> {
    let (before, after) = workbook.exercises.split_at(at);
    let mut others = after.iter().skip(1).chain(before);
    others.find(|exercise| !is_done(state, exercise))
}

/// The exercise that comes after this one, of those that are not done.
pub fn next_after_it<'a>(
    workbook: &'a Workbook,
    state: &State,
    exercise: &Exercise,
) -> Option<&'a Exercise> {
    let mut all = workbook.exercises.iter();
    let at = all.position(|other| other.id == exercise.id);
    next_after(workbook, state, at.unwrap_or(0))
}

/// How many exercises have passed.
pub fn n_passed(workbook: &Workbook, state: &State) -> usize {
    let exercises = workbook.exercises.iter();
    exercises
        .filter(|exercise| state.of(&exercise.id).has_passed())
        .count()
}

/// How many steps were passed, and of how many: a damaged file may hold any number.
pub fn believable_steps(entry: &Entry) -> (usize, usize) {
    let n_steps = entry.steps.min(MAX_STEPS);
    (entry.steps_passed.min(n_steps), n_steps)
}

fn is_done(state: &State, exercise: &Exercise) -> bool {
    state.of(&exercise.id).is_done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_comes_after_the_causes() {
        let problem = Problem::new("a.toml:3", "is empty", "restore it");
        let error = Error::from(problem).context("line 1");
        assert_eq!(
            explain(&error),
            "error: line 1: a.toml:3: is empty\nhelp: restore it"
        );
    }
}
