//! Where a learner is: the step that fails, the exercise to go on with, and how much is done.

use anyhow::Result;
use grader::results::Standing;
use grader::state::{Entry, State};
use workbook::{Exercise, Workbook, step_of};

/// More steps than any exercise has.
const MAX_STEPS: usize = 99;

/// The step that a word names; without a word, the first that failed in the last check, or, before any, in the starter.
/// After a pass it is the last step.
///
/// # Errors
/// When there is no such step.
pub fn step_or_failing(state: &State, exercise: &Exercise, word: Option<&str>) -> Result<String> {
    if let Some(word) = word {
        return Ok(exercise.step(word)?.to_owned());
    }
    let steps = exercise.shipped.steps();
    let entry = state.of(&exercise.id);
    if let (Some(Standing::Passed), Some(last)) = (entry.standing, steps.last()) {
        return Ok((*last).to_owned());
    }
    let failed = entry
        .failure
        .map(|failure| step_of(&failure.test).to_owned());
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
/// not. Where a workshop has a plan, its exercises come first.
#[must_use]
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

/// The first exercise after this index, and then from the beginning, that is not done; a planned one before any other.
#[must_use]
pub fn next_after<'a>(workbook: &'a Workbook, state: &State, at: usize) -> Option<&'a Exercise> {
    let (before, after) = workbook.exercises.split_at(at);
    let others = || after.iter().skip(1).chain(before);
    let is_open = |exercise: &&Exercise| !is_done(state, exercise);
    let is_planned =
        |exercise: &&Exercise| workbook.planned().iter().any(|one| one.id == exercise.id);
    let planned = others().filter(is_planned).find(is_open);
    planned.or_else(|| others().find(is_open))
}

/// The exercise that comes after this one, of those that are not done.
#[must_use]
pub fn next_after_it<'a>(
    workbook: &'a Workbook,
    state: &State,
    exercise: &Exercise,
) -> Option<&'a Exercise> {
    let mut all = workbook.exercises.iter();
    let at = all.position(|other| other.id == exercise.id);
    next_after(workbook, state, at.unwrap_or(0))
}

/// How many exercises have passed, of those to go through.
#[must_use]
pub fn n_passed(workbook: &Workbook, state: &State) -> usize {
    let exercises = workbook.planned().iter();
    exercises
        .filter(|exercise| state.of(&exercise.id).has_passed())
        .count()
}

/// How many steps were passed, and of how many: a damaged file may hold any number.
#[must_use]
pub fn believable_steps(entry: &Entry) -> (usize, usize) {
    let n_steps = entry.steps.min(MAX_STEPS);
    (entry.steps_passed.min(n_steps), n_steps)
}

/// Whether nothing is left to do here.
fn is_done(state: &State, exercise: &Exercise) -> bool {
    state.of(&exercise.id).is_done()
}
