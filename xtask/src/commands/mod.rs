//! The commands: one file each, and nothing but what that command adds.

mod bench;
mod book;
mod check;
mod claims;
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
use crate::grade::Standing;
use crate::progress::Progress;
use crate::report;
use crate::stop::Interrupted;
use anyhow::{Error, Result};
use catalog::{Exercise, Workbook};

/// How a command ended that did what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// All that was asked passes.
    Passes,
    /// Something does not pass yet.
    Open,
    /// Someone ended what would have gone on for ever.
    Interrupted,
}

/// Runs a command; none at all means the shell.
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
        Some(Command::Verify(options)) => verify::run(&options),
    }
}

/// An error with its causes, and after them what each of these advises.
pub fn explain(error: &Error) -> String {
    // Whatever was under way then is not to blame.
    if let Some(interrupted) = error.downcast_ref::<Interrupted>() {
        return format!("error: {interrupted}");
    }
    let mut what = Vec::new();
    let mut helps = String::new();
    for cause in error.chain() {
        let text = cause.to_string();
        // The last one is ours; before it, another program may be quoted.
        let (said, help) = match text.rsplit_once("\nhelp: ") {
            Some((said, help)) => (said, format!("\nhelp: {help}")),
            None => (text.as_str(), String::new()),
        };
        what.push(said.trim_end().to_owned());
        helps += &help;
    }
    report::guarded(&format!("error: {}{helps}", what.join(": "))).into_owned()
}

/// The exercise that a word names; without a word, the one to do next.
fn named_or_next<'a>(
    workbook: &'a Workbook,
    progress: &Progress,
    word: Option<&str>,
) -> Result<&'a Exercise> {
    match word {
        Some(word) => Ok(workbook.find(word)?),
        None => Ok(next_open(workbook, progress).unwrap_or(&workbook.exercises[0])),
    }
}

/// The first exercise, in teaching order, that did not pass when it was last checked.
fn next_open<'a>(workbook: &'a Workbook, progress: &Progress) -> Option<&'a Exercise> {
    workbook
        .exercises
        .iter()
        .find(|exercise| !has_passed(progress, exercise))
}

/// The first exercise after the one at this place, and then from the beginning on, that did not
/// pass when it was last checked.
fn next_after<'a>(workbook: &'a Workbook, progress: &Progress, at: usize) -> Option<&'a Exercise> {
    let (before, after) = workbook.exercises.split_at(at);
    let mut others = after.iter().skip(1).chain(before);
    others.find(|exercise| !has_passed(progress, exercise))
}

/// How many exercises passed when they were last checked.
fn n_passed(workbook: &Workbook, progress: &Progress) -> usize {
    let exercises = workbook.exercises.iter();
    exercises.filter(|one| has_passed(progress, one)).count()
}

fn has_passed(progress: &Progress, exercise: &Exercise) -> bool {
    progress.of(&exercise.id).standing == Some(Standing::Passed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_stands_after_the_causes() {
        let error = Error::msg("line 3 is empty").context("a.toml: is wrong\nhelp: restore it");
        assert_eq!(
            explain(&error),
            "error: a.toml: is wrong: line 3 is empty\nhelp: restore it"
        );
    }
}
