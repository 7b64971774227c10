//! Ctrl-C, and other signals that ask the program to end.

use anyhow::{Context, Result};
use grader::cancellation::Cancellation;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{LazyLock, OnceLock};

/// The exit code of an interrupted run: 128 + SIGINT, as in shells.
pub const EXIT_CODE: u8 = 130;

/// Cancelled when the program should end.
static PROGRAM: LazyLock<Cancellation> = LazyLock::new(Cancellation::new);
/// Whether nothing is running: the program waits for input.
static IDLE: AtomicBool = AtomicBool::new(false);
static BEFORE_EXIT: OnceLock<fn()> = OnceLock::new();

/// Handles Ctrl-C and other signals that ask a process to end. A second one ends the program at
/// once.
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

/// Cancelled when the program should end.
pub fn program() -> &'static Cancellation {
    &PROGRAM
}

/// Registers what to do even if a second Ctrl-C ends the program at once.
pub fn before_exit(clean_up: fn()) {
    // Only the terminal has something to restore, so later calls register the same function.
    let _ = BEFORE_EXIT.set(clean_up);
}

/// Waits for input while nothing is running, so that Ctrl-C ends the program at once.
pub fn while_idle<T>(wait: impl FnOnce() -> T) -> T {
    IDLE.store(true, SeqCst);
    let input = wait();
    IDLE.store(false, SeqCst);
    input
}
