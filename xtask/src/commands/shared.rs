//! What several commands need: how they end, the programs that they start, and the saved state.

use crate::interrupt;
use crate::progress_bar::ProgressBar;
use crate::report;
use anyhow::Result;
use grader::program::{self, Program};
use grader::state::State;
use std::path::PathBuf;
use workbook::Workbook;

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

/// Builds a program of the workbook, and shows that on the progress bar.
pub fn build_program(
    workbook: &Workbook,
    program: &Program<'_>,
    bar: &ProgressBar,
) -> Result<PathBuf> {
    building(bar, program.what);
    program::build(workbook, program, interrupt::program())
}

/// Shows on the progress bar that this is being built.
pub fn building(bar: &ProgressBar, what: &str) {
    bar.begin(&format!("building {what}"), 0);
    bar.say("(the first time takes longest)");
}

/// The workbook; private exercises that are left out, since something is wrong with them, are named on standard error.
pub fn open_workbook() -> workbook::Result<Workbook> {
    let workbook = Workbook::open()?;
    for problem in &workbook.problems {
        report::complain(&format!("warning: {problem}"));
    }
    Ok(workbook)
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

/// After something has changed, renews the report of whoever takes part in a workshop from here.
pub fn renew_report(workbook: &Workbook) {
    if let Some(warning) = workshop::membership::renew(workbook) {
        report::complain(&format!("warning: {warning}"));
    }
}
