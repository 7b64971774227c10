//! The question that is asked before the first check of an exercise. The guess is kept, and shown with the pass.

use grader::cancellation::Cancellation;
use grader::state::{Entry, State};
use workbook::Exercise;
use workbook::guidance::Prediction;

/// Set to 0, this environment variable stops all questions for guesses.
const VARIABLE: &str = "ARENA_GUESS";

/// What to ask before the exercise is checked; `None` where it has been checked or asked before, has no question, or
/// nobody wants to be asked.
#[must_use]
pub fn wanted<'a>(exercise: &'a Exercise, entry: &Entry) -> Option<&'a Prediction> {
    if std::env::var_os(VARIABLE).is_some_and(|wanted| wanted == "0") {
        return None;
    }
    let is_first = entry.guess.is_none() && entry.standing.is_none();
    exercise.prediction.as_ref().filter(|_| is_first)
}

/// Saves the guess: the number of a choice, from 1; 0 where the question was skipped.
pub fn keep(state: &mut State, exercise: &Exercise, guess: usize, cancellation: &Cancellation) {
    state.update(cancellation, |data| {
        let entry = data.exercises.entry(exercise.id.clone()).or_default();
        entry.guess = Some(guess);
    });
}

/// What to say once the guess is kept.
#[must_use]
pub fn kept(prediction: &Prediction, guess: usize) -> String {
    let choice = guess
        .checked_sub(1)
        .and_then(|at| prediction.choices.get(at));
    match choice {
        Some(choice) => format!("Your guess: {choice}. It is shown again with the pass."),
        None => "Skipped.".to_owned(),
    }
}
