//! The lab at a prompt: `cargo xtask lab` starts it, at a terminal or with a script as its input.
//!
//! The arena, its commands and its drawing are in `lab-core`, which knows no terminal. Here lines come in, and what the
//! lab says is wrapped and coloured:
//!
//! ```text
//! input → play (lab-core) → paint
//! ```
//!
//! | module | what it is |
//! |---|---|
//! | [`input`] | a terminal or a script |
//! | `paint` | colours and wraps what the lab says |
//! | [`play`] | a session from its first line to its last |
//!
//! The program that links this crate must count: `yardstick::count_allocations!()`.

// Each imports only from those before it.
pub mod input;

mod paint;

pub mod play;
