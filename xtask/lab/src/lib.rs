//! The lab: a real arena at a prompt.
//!
//! `cargo xtask lab` starts it, at a terminal or with a script as its input. Data moves one way:
//!
//! ```text
//! input → command → session → execute → arena → draw
//! ```
//!
//! | module | what it is |
//! |---|---|
//! | [`input`] | a terminal or a script |
//! | [`command`] | what can be typed |
//! | [`session`] | the scopes that vectors live in |
//! | `execute` | what each command does to the arena |
//! | [`arena`] | the arena, queried after each step, and a record of its answers |
//! | [`vectors`] | real vectors of numbers in it |
//! | `draw` | a picture of the record |
//!
//! The program that links this crate must count: `yardstick::count_allocations!()`.

// Each imports only from those before it.
mod text;
mod tour;

pub mod arena;

pub mod vectors;

pub mod command;

pub mod input;

mod draw;

mod execute;

pub mod session;
