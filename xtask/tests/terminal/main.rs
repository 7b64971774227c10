//! `watch` and the shell on a terminal: keys are typed, and the screen is read.
//!
//! Every wait is for a text or for an end, and the limits are generous: a loaded machine makes these
//! tests slower, and not red. The terminals are pseudo-terminals of unix.

#![cfg(unix)]

#[path = "../common/mod.rs"]
mod common;

mod screen;
mod shell;
mod watch;
