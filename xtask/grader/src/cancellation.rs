//! Ctrl-C, and other wishes that what is under way should end: noticed once, asked for everywhere.
//!
//! Whoever waits for another process polls [`check`] and ends that process first, so that an
//! interrupted run leaves nothing behind.

use anyhow::{Context, Result};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

/// The exit code of an interrupted run: 128 + SIGINT, as shells have it.
pub const EXIT_CODE: u8 = 130;

/// The program should end.
static REQUESTED: AtomicBool = AtomicBool::new(false);
/// What is under way should end, and the program goes on.
static CANCELLED: AtomicBool = AtomicBool::new(false);
/// Nothing is under way: somebody is being asked.
static IDLE: AtomicBool = AtomicBool::new(false);
static BEFORE_EXIT: OnceLock<fn()> = OnceLock::new();

/// The error of a run that was interrupted.
#[derive(Debug)]
pub struct Interrupted;

impl std::fmt::Display for Interrupted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("interrupted; nothing was lost")
    }
}

impl std::error::Error for Interrupted {}

/// Takes over Ctrl-C, and what asks a process to end. A second Ctrl-C ends it at once.
pub fn install() -> Result<()> {
    ctrlc::set_handler(|| {
        if REQUESTED.swap(true, SeqCst) || IDLE.load(SeqCst) {
            if let Some(last) = BEFORE_EXIT.get() {
                last();
            }
            std::process::exit(EXIT_CODE.into());
        }
    })
    .context("Ctrl-C cannot be handled")
}

/// Has this done even where a second Ctrl-C ends the program at once.
pub fn before_exit(last: fn()) {
    // Only the terminal has something to restore; the second time it says the same.
    let _ = BEFORE_EXIT.set(last);
}

/// Waits for somebody, with nothing under way: whoever asks the program to end need not wait.
pub fn while_idle<T>(wait: impl FnOnce() -> T) -> T {
    IDLE.store(true, SeqCst);
    let waited = wait();
    IDLE.store(false, SeqCst);
    waited
}

/// Ends what is under way, and nothing else.
pub fn cancel() {
    CANCELLED.store(true, SeqCst);
}

/// Takes the wishes to end back, once what was under way has ended.
pub fn forget() {
    REQUESTED.store(false, SeqCst);
    CANCELLED.store(false, SeqCst);
}

/// Takes back the wish that what is under way should end, once it has.
pub fn forget_cancel() {
    CANCELLED.store(false, SeqCst);
}

/// Whether the program should end.
pub fn requested() -> bool {
    REQUESTED.load(SeqCst)
}

/// An error when what is under way should end.
pub fn check() -> Result<()> {
    if requested() || CANCELLED.load(SeqCst) {
        return Err(Interrupted.into());
    }
    Ok(())
}
