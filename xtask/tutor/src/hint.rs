//! Hints for a step, from weak to strong, one at a time. How many were shown is saved.

use grader::cancellation::Cancellation;
use grader::state::State;
use workbook::Exercise;

/// How many hints of a step were shown so far; more than there are is a mistake in the file.
#[must_use]
pub fn shown(state: &State, exercise: &Exercise, step: &str) -> usize {
    let entry = state.of(&exercise.id);
    let shown = entry.hints_of.get(step).copied().unwrap_or(0);
    shown.min(exercise.hints(step).len())
}

/// The next hint of a step, and its index among them; `None` where all were shown, or there are none.
#[must_use]
pub fn next<'a>(state: &State, exercise: &'a Exercise, step: &str) -> Option<(usize, &'a str)> {
    let before = shown(state, exercise, step);
    let hint = exercise.hints(step).get(before)?;
    Some((before, hint))
}

/// Saves that this many hints of a step were shown.
pub fn count(
    state: &mut State,
    exercise: &Exercise,
    step: &str,
    shown: usize,
    cancellation: &Cancellation,
) {
    let most = exercise.n_hints();
    state.update(cancellation, |data| {
        let entry = data.exercises.entry(exercise.id.clone()).or_default();
        // Another run may have shown more.
        let of_step = entry.hints_of.entry(step.to_owned()).or_default();
        *of_step = (*of_step).max(shown);
        // A damaged file may hold any number.
        let shown = entry.hints_of.values();
        let in_all = shown.fold(0, |sum: usize, shown| sum.saturating_add(*shown));
        entry.hints = in_all.min(most);
    });
}
