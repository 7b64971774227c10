//! Ctrl-C: noticed once, asked for everywhere.
//!
//! Whoever waits for another process polls [`requested`] and ends that process first, so that an
//! interrupted run leaves nothing behind.

use anyhow::{Context, Result};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

/// The exit code of an interrupted run: 128 + SIGINT, as shells have it.
pub const EXIT_CODE: u8 = 130;

static REQUESTED: AtomicBool = AtomicBool::new(false);

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
        if REQUESTED.swap(true, SeqCst) {
            std::process::exit(EXIT_CODE.into());
        }
    })
    .context("Ctrl-C cannot be handled")
}

/// Takes the wish to end back, once what was under way has ended.
pub fn forget() {
    REQUESTED.store(false, SeqCst);
}

/// Whether the run should end.
pub fn requested() -> bool {
    REQUESTED.load(SeqCst)
}

/// An error when the run should end.
pub fn check() -> Result<()> {
    if requested() {
        return Err(Interrupted.into());
    }
    Ok(())
}
