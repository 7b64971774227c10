//! The lab without a screen: a real arena that takes commands, draws its chunks and shows around.
//!
//! `xtask/lab` puts it at a terminal, and `book/lab-page` into the pages of the book. Data moves one way:
//!
//! ```text
//! line → command → session → execute → arena → draw → output
//! ```
//!
//! | module | what it is |
//! |---|---|
//! | [`output`] | what the lab says: sentences and drawings, in kinds instead of colours |
//! | [`arena`] | the arena, queried after each step, and a record of its answers |
//! | [`vectors`] | real vectors of numbers in it |
//! | [`command`] | what can be typed |
//! | `tour` | the texts and commands of the guided tour |
//! | `draw` | a picture of the record |
//! | `execute` | what each command does to the arena |
//! | [`session`] | the scopes that vectors live in |
//!
//! The program around it counts what the arena asks of the global allocator: see [`arena::Measure`].

// Each imports only from those before it.
mod text;

pub mod output;

pub mod arena;

pub mod vectors;

pub mod command;

mod tour;

mod draw;

mod execute;

pub mod session;

pub use text::{NO_BREAK, plain};
