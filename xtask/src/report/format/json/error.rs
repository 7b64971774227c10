//! The document of a command that could not do its work.

use super::document::{WORKBOOK, document};
use anyhow::{Error, Result};
use grader::cancellation::Interrupted;
use serde::Serialize;
use workbook::Problem;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    workbook: &'static str,
    error: Wire<'a>,
}

#[derive(Serialize)]
struct Wire<'a> {
    /// Whether somebody ended the run, and nothing is wrong.
    interrupted: bool,
    /// What is wrong, with its causes.
    message: String,
    /// What to do.
    help: Option<&'a str>,
}

/// Writes the document.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn render(error: &Error) -> Result<String> {
    let interrupted = error.downcast_ref::<Interrupted>();
    let problem = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<Problem>());
    let causes = error
        .chain()
        .map(|cause| match cause.downcast_ref::<Problem>() {
            Some(problem) => problem.headline(),
            None => cause.to_string(),
        });
    document(&Document {
        version: 1,
        workbook: WORKBOOK,
        error: Wire {
            interrupted: interrupted.is_some(),
            // What was running when somebody ended it is not to blame.
            message: match interrupted {
                Some(interrupted) => interrupted.to_string(),
                None => causes.collect::<Vec<_>>().join(": "),
            },
            help: problem.map(|problem| problem.help.as_str()),
        },
    })
}
