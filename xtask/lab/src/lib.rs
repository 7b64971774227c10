//! The lab: a real arena at a prompt.
//!
//! `cargo xtask lab` starts it, at a terminal or with a script as its input. Data moves one way:
//!
//! ```text
//! input → command → session → deeds → arena → draw
//! ```
//!
//! | module | what it is |
//! |---|---|
//! | [`input`] | a terminal or a script |
//! | [`command`] | what can be typed |
//! | [`session`] | the scopes that vectors live in |
//! | `deeds` | what each command does |
//! | [`arena`] | the arena, asked after each step, and what it said |
//! | [`vectors`] | real vectors of numbers in it |
//! | `draw` | a picture of that |
//!
//! The program that links it must count: `yardstick::count_allocations!()`.

pub mod arena;
pub mod command;
pub mod input;
pub mod session;
pub mod vectors;

mod deeds;
mod draw;
mod text;
mod tour;
