//! What cannot be started: threads and programs.

use crate::machine;
use anyhow::{Error, Result};
use std::thread::JoinHandle;

/// Starts a thread.
///
/// # Errors
/// When the system has no room for another.
pub(crate) fn thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<JoinHandle<T>> {
    let thread = std::thread::Builder::new().spawn(work);
    thread.map_err(|error| because("a thread cannot be started", error))
}

/// The error of a program that cannot be started: the machine's trouble, or what the system says.
pub(super) fn cannot_start(program: &str, error: std::io::Error) -> Error {
    because(&format!("`{program}` cannot be started"), error)
}

fn because(what: &str, error: std::io::Error) -> Error {
    match machine::of_error(&error) {
        Some(problem) => Error::from(problem).context(what.to_owned()),
        None => Error::from(error).context(what.to_owned()),
    }
}
