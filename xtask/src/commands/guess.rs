//! The question that is asked before the first check of an exercise. The guess is kept, and shown with the pass.

use super::shared::{load_state, warn};
use crate::interrupt;
use crate::report;
use crate::report::wrap::wrap;
use crate::terminal::{self, Key, Keys};
use anyhow::Result;
use grader::cancellation::Interrupted;
use grader::state::State;
use std::fmt::Write as _;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;
use workbook::guidance::Prediction;
use workbook::{Exercise, Workbook};

/// How often a wait for a key looks for Ctrl-C.
const POLL: Duration = Duration::from_millis(50);
/// How far a choice that is wrapped is indented.
const HANGING: usize = 5;

/// What to ask before the exercise is checked; `None` where it has been checked or asked before, or has no question.
pub(super) fn wanted<'a>(workbook: &Workbook, exercise: &'a Exercise) -> Option<&'a Prediction> {
    // The check that follows reads it too, and warns.
    let entry = State::peek(workbook).of(&exercise.id);
    tutor::guess::wanted(exercise, &entry)
}

/// The question and its choices, with the key of each.
pub(super) fn text(exercise: &Exercise, prediction: &Prediction) -> String {
    let mut text = format!(
        "Before the first check of {}, a guess:\n{}\n",
        exercise.id, prediction.ask
    );
    for (letter, choice) in ('a'..).zip(&prediction.choices) {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "  {letter}  {choice}");
    }
    let last = char::from(b'a' + prediction.choices.len() as u8 - 1);
    text += &format!("Press a to {last}, or Enter to skip.\n");
    wrap(&text, terminal::width(), HANGING)
}

/// The choice that a key stands for, from 1; 0 for a key that skips, and `None` for one that does neither.
pub(super) fn choice(prediction: &Prediction, key: Key) -> Option<usize> {
    match key {
        Key::Enter | Key::Escape | Key::End => Some(0),
        Key::Char(letter) => {
            let letter = letter.to_ascii_lowercase();
            // Some press the number of the choice.
            let mut keys = ('a'..='i').zip('1'..='9');
            let number = keys.position(|(key, digit)| letter == key || letter == digit)? + 1;
            (number <= prediction.choices.len()).then_some(number)
        }
        Key::Backspace | Key::Paste => None,
    }
}

/// Saves the guess.
pub(super) fn keep(workbook: &Workbook, exercise: &Exercise, guess: usize) {
    let mut state = load_state(workbook);
    tutor::guess::keep(&mut state, exercise, guess, interrupt::program());
    warn(&mut state);
}

/// Asks on a terminal, if there is something to ask, and keeps the answer.
///
/// # Errors
/// When the terminal's mode cannot be set, or the question is interrupted.
pub(super) fn ask(workbook: &Workbook, exercise: &Exercise) -> Result<()> {
    if !terminal::is_interactive() || terminal::is_dumb() {
        return Ok(());
    }
    let Some(prediction) = wanted(workbook, exercise) else {
        return Ok(());
    };
    report::print(&text(exercise, prediction))?;
    let (sender, keys) = channel();
    let reader = Keys::read(move |key| sender.send(key).is_ok())?;
    let guess = loop {
        match keys.recv_timeout(POLL) {
            Ok(key) => {
                if let Some(guess) = choice(prediction, key) {
                    break guess;
                }
            }
            Err(RecvTimeoutError::Disconnected) => break 0,
            Err(RecvTimeoutError::Timeout) => {}
        }
        if interrupt::program().is_cancelled() {
            return Err(Interrupted.into());
        }
    };
    drop(reader);
    keep(workbook, exercise, guess);
    let kept = tutor::guess::kept(prediction, guess);
    report::print(&format!("{kept}\n\n"))
}
