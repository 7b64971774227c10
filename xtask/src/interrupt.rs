//! Ctrl-C, and other signals that ask this program to end.

use anyhow::{Context, Result};
use grader::cancellation::Cancellation;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{LazyLock, OnceLock};

/// The exit code of an interrupted run: 128 + SIGINT, as shells have it.
pub const EXIT_CODE: u8 = 130;

/// Cancelled when the program should end.
static PROGRAM: LazyLock<Cancellation> = LazyLock::new(Cancellation::new);
/// Nothing is under way: the program waits for input.
static IDLE: AtomicBool = AtomicBool::new(false);
static BEFORE_EXIT: OnceLock<fn()> = OnceLock::new();

/// Handles Ctrl-C, and what asks a process to end. A second Ctrl-C ends the program at once.
///
/// # Errors
/// When the system refuses.
pub fn install() -> Result<()> {
    ctrlc::set_handler(|| {
        if PROGRAM.cancel() || IDLE.load(SeqCst) {
            if let Some(clean_up) = BEFORE_EXIT.get() {
                clean_up();
            }
            std::process::exit(EXIT_CODE.into());
        }
    })
    .context("Ctrl-C cannot be handled")
}

/// What is cancelled when the program should end.
pub fn program() -> &'static Cancellation {
    &PROGRAM
}

/// Has this done even where a second Ctrl-C ends the program at once.
pub fn before_exit(clean_up: fn()) {
    // Only the terminal has something to restore; the second time it says the same.
    let _ = BEFORE_EXIT.set(clean_up);
}

/// Waits for input with nothing under way, so that Ctrl-C ends the program at once.
pub fn while_idle<T>(wait: impl FnOnce() -> T) -> T {
    IDLE.store(true, SeqCst);
    let waited = wait();
    IDLE.store(false, SeqCst);
    waited
}
