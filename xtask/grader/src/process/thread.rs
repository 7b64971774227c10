//! Threads that cannot always be started.

use anyhow::{Context, Result};

/// Starts a thread.
///
/// # Errors
/// When the system has no room for another.
pub(crate) fn thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<std::thread::JoinHandle<T>> {
    let thread = std::thread::Builder::new().spawn(work);
    thread.context("cannot start a thread")
}
