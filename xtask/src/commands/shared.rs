//! What several commands need: how they end, how errors are told, and the saved state.

use crate::interrupt;
use crate::progress_bar::ProgressBar;
use crate::report;
use anyhow::{Error, Result};
use grader::cancellation::Interrupted;
use grader::diagnostic::uncoloured;
use grader::program::{self, Program};
use grader::state::State;
use std::path::PathBuf;
use workbook::{Problem, Workbook};

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
