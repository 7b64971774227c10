//! Reports: grades, as people and as programs read them.

pub mod bench;
pub mod claims;
pub mod classroom;
pub mod doctor;
pub mod errors;
pub mod exercism;
pub mod fit;
pub mod human;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod plot;
pub mod table;
pub mod watch;

mod cases;
mod cut;
mod guard;
mod way;

use anyhow::{Context, Result};
use std::borrow::Cow;
use std::io::{ErrorKind, Write as _};

/// Prints a report. A reader that went away, as `head` does, has read enough.
///
/// # Errors
/// When standard output cannot be written for another reason.
pub fn print(text: &str) -> Result<()> {
    match write(text) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("standard output cannot be written"),
    }
}

/// As [`print()`], for who must know whether anyone still reads.
///
/// # Errors
/// When standard output cannot be written.
pub fn write(text: &str) -> std::io::Result<()> {
    let text = guarded(text);
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// A text as it may be printed here: where a CI system reads along, nothing in it is a command.
/// Documents hold none to begin with, so that this changes nothing in them.
pub fn guarded(text: &str) -> Cow<'_, str> {
    match guard::in_ci() {
        true => guard::text(text).into(),
        false => text.into(),
    }
}

/// Prints a line of a conversation. Where it cannot be printed, nobody is there to be told.
macro_rules! say {
    ($($text:tt)*) => {
        // `print` fails only where standard output does; the command goes on all the same.
        let _ = $crate::report::print(&format!("{}\n", format_args!($($text)*)));
    };
}
pub(crate) use say;
