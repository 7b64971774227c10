//! The commands: one file each, with only what that command adds.

mod bench;
mod book;
mod check;
mod claims;
mod completions;
mod doctor;
mod hint;
mod lab;
mod list;
mod next;
mod open;
mod reset;
mod shell;
mod solution;
mod trace;
mod verify;
mod watch;

use crate::cli::Command;
use crate::interrupt;
use crate::progress_bar::ProgressBar;
use crate::report;
use anyhow::{Error, Result};
use grader::cancellation::Interrupted;
use grader::program::{self, Program};
use grader::results::Standing;
use grader::state::State;
use std::path::PathBuf;
use workbook::{Exercise, Problem, Workbook};

/// How a command ended that could do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// All that was asked passes.
    Passes,
    /// Something does not pass yet.
    Incomplete,
    /// It goes on until it is interrupted, and it was.
    Interrupted,
}

/// Runs a command; without one, the shell.
pub fn run(command: Option<Command>) -> Result<Finish> {
    match command {
        None => shell::run(),
        Some(Command::Check(options)) => check::run(&options),
        Some(Command::Watch(options)) => watch::run(&options),
        Some(Command::Bench(options)) => bench::run(&options),
        Some(Command::List) => list::run(),
        Some(Command::Next) => next::run(),
        Some(Command::Open { what }) => open::run(what.as_deref()),
        Some(Command::Hint { what }) => hint::run(what.as_deref()),
        Some(Command::Reset { what, yes }) => reset::run(&what, yes),
        Some(Command::Solution { what, spoil }) => solution::run(&what, spoil),
        Some(Command::Claims(options)) => claims::run(&options),
        Some(Command::Trace(options)) => trace::run(&options),
        Some(Command::Book(options)) => book::run(&options),
        Some(Command::Lab) => lab::run(),
        Some(Command::Doctor(options)) => doctor::run(&options),
        Some(Command::Completions { shell }) => completions::run(shell),
        Some(Command::Verify(options)) => verify::run(&options),
    }
}

/// An error with its causes, and below them what to do about each.
pub fn explain(error: &Error) -> String {
    // What was running when Ctrl-C arrived is not to blame.
    if let Some(interrupted) = error.downcast_ref::<Interrupted>() {
        return format!("error: {interrupted}");
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
    report::escaped(&format!("error: {}{helps}", causes.join(": "))).into_owned()
}

/// Builds a program of the workbook, and shows that on the progress bar.
fn build_program(workbook: &Workbook, program: &Program<'_>, bar: &ProgressBar) -> Result<PathBuf> {
    bar.begin(&format!("building {}", program.what), 0);
    bar.say("(the first time takes longest)");
    program::build(workbook, program, interrupt::program())
}

/// The saved state; what could not be read is reported on standard error.
fn load_state(workbook: &Workbook) -> State {
    let mut state = State::load(workbook);
    warn(&mut state);
    state
}

/// Reports on standard error what could not be read or saved.
fn warn(state: &mut State) {
    for warning in state.warnings() {
        eprintln!("warning: {warning}");
    }
}

/// The exercise that a word names; without a word, the next one to do.
fn named_or_next<'a>(
    workbook: &'a Workbook,
    state: &State,
    word: Option<&str>,
) -> Result<&'a Exercise> {
    match word {
        Some(word) => Ok(workbook.find(word)?),
        None => Ok(next_incomplete(workbook, state).unwrap_or(&workbook.exercises[0])),
    }
}

/// The first exercise, in teaching order, that did not pass when it was last checked.
fn next_incomplete<'a>(workbook: &'a Workbook, state: &State) -> Option<&'a Exercise> {
    workbook
        .exercises
        .iter()
        .find(|exercise| !has_passed(state, exercise))
}

/// The first exercise after this index, and then from the beginning, that did not pass when it was
/// last checked.
fn next_after<'a>(workbook: &'a Workbook, state: &State, at: usize) -> Option<&'a Exercise> {
    let (before, after) = workbook.exercises.split_at(at);
    let mut others = after.iter().skip(1).chain(before);
    others.find(|exercise| !has_passed(state, exercise))
}

/// How many exercises passed when they were last checked.
fn n_passed(workbook: &Workbook, state: &State) -> usize {
    let exercises = workbook.exercises.iter();
    exercises
        .filter(|exercise| has_passed(state, exercise))
        .count()
}

fn has_passed(state: &State, exercise: &Exercise) -> bool {
    state.of(&exercise.id).standing == Some(Standing::Passed)
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
