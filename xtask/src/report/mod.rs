//! Reports: what commands found, for people and for programs.

mod bench;
mod ci_escape;
mod claims;
mod compiler_errors;
mod grades;
mod outcome;
mod plot;
mod suites;
mod truncate;

pub mod doctor;
pub mod format;
pub mod next_steps;
pub mod table;
pub mod trace;
pub mod watch;
pub mod wrap;

pub use bench::BenchReport;
pub use grades::GradesReport;

use anyhow::{Context, Result};
use std::borrow::Cow;
use std::io::{ErrorKind, Write as _};

/// Prints a report. If the reader has closed the pipe, as `head` does, that is not an error.
///
/// # Errors
/// When standard output cannot be written for another reason.
pub fn print(text: &str) -> Result<()> {
    match write(text) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("standard output cannot be written"),
    }
}

/// As [`print()`], for callers that must know whether the reader is still there.
///
/// # Errors
/// When standard output cannot be written.
pub fn write(text: &str) -> std::io::Result<()> {
    let text = escaped(text);
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// A text as it may be printed here: if a CI system reads the output, nothing in it is a command.
/// Documents never contain commands, so this does not change them.
pub fn escaped(text: &str) -> Cow<'_, str> {
    match ci_escape::in_ci() {
        true => ci_escape::text(text).into(),
        false => text.into(),
    }
}

/// Prints a line for the person at the terminal. If that fails, nobody can be told.
macro_rules! say {
    ($($text:tt)*) => {
        // `print` fails only where standard output does; the command goes on all the same.
        let _ = $crate::report::print(&format!("{}\n", format_args!($($text)*)));
    };
}
pub(crate) use say;
