//! Reports: what commands found, for people and for programs.

mod bench;
mod ci_escape;
mod claims;
mod compiler_errors;
mod grades;
mod pass;
mod plot;
mod suites;
mod terminal_escape;

pub mod doctor;
pub mod format;
pub mod next_steps;
pub mod side_by_side;
pub mod submissions;
pub mod table;
pub mod trace;
pub mod watch;
pub mod wrap;

pub use bench::BenchReport;
pub use grades::GradesReport;

use crate::terminal::{BEGIN_UPDATE, CLEAR, END_UPDATE, rows_up};
use anyhow::{Error, Result};
use grader::text::printable_line;
use std::io::{ErrorKind, Write as _};
use workbook::Problem;

/// Prints a report. If the reader has closed the pipe, as `head` does, that is not an error.
///
/// # Errors
/// When standard output cannot be written for another reason.
pub fn print(text: &str) -> Result<()> {
    match write(text) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(unwritten),
    }
}

/// As [`print()`], for callers that must know whether the reader is still there.
///
/// # Errors
/// When standard output cannot be written.
pub fn write(text: &str) -> std::io::Result<()> {
    write_raw(&escaped(text))
}

/// Clears the screen, but not the scrollback, and writes a text from its top; all at once, so that
/// nothing flickers.
///
/// # Errors
/// As [`write()`].
pub fn redraw(text: &str) -> std::io::Result<()> {
    write_raw(&format!(
        "{BEGIN_UPDATE}{CLEAR}{}{END_UPDATE}",
        escaped(text)
    ))
}

/// Writes a report over the last `rows` rows of the screen: what it says more takes their place, and nothing jumps.
///
/// # Errors
/// As [`print()`].
pub fn replace(rows: usize, text: &str) -> Result<()> {
    let escaped = escaped(text);
    write_raw(&format!(
        "{BEGIN_UPDATE}{}{escaped}{END_UPDATE}",
        rows_up(rows)
    ))
    .map_err(unwritten)
}

/// Writes a line to standard error, for a person to read: an error or a warning. If that fails,
/// nobody can be told.
pub fn complain(text: &str) {
    let text = escaped(text);
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

fn write_raw(text: &str) -> std::io::Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// The error of a standard output that cannot be written.
pub fn unwritten(error: std::io::Error) -> Error {
    let help = "free some space where it goes, or send it elsewhere, then run this again";
    Problem::general("standard output cannot be written", help)
        .because(error)
        .into()
}

/// A text as it may be printed here: nothing in it commands the terminal except the styles set with
/// [`table::paint`], and nothing the CI system, if one reads the output. Documents never contain
/// commands, so this does not change them. All that is printed passes through here.
fn escaped(text: &str) -> String {
    let text = terminal_escape::safe(text);
    match ci_escape::in_ci() {
        true => ci_escape::text(&text),
        false => text,
    }
}

/// What a progress line may show of a text, in the same way.
pub fn escaped_line(text: &str) -> String {
    escaped(&printable_line(text))
}

/// Prints a line for the person at the terminal; an error where that cannot be done.
macro_rules! say {
    ($($text:tt)*) => {
        $crate::report::print(&format!("{}\n", format_args!($($text)*)))
    };
}
pub(crate) use say;
