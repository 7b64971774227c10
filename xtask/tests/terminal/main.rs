//! `check`, `watch` and the shell on a terminal: keys are typed, and the screen is read.
//!
//! Every wait is for a text or for an end, and the limits are generous: on a busy machine, these
//! tests are slower but do not fail. The terminals are pseudo-terminals of Unix.

#![cfg(unix)]

#[path = "../common/mod.rs"]
mod common;

mod check;
mod guess;
mod screen;
mod shell;
mod typing;
mod watch;
