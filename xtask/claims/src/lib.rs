//! Published claims about arenas, as experiments with a verdict for this machine.
//!
//! Data moves one way:
//!
//! ```text
//! experiments → evidence → judge → document
//! ```
//!
//! | module | what it is |
//! |---|---|
//! | [`evidence`] | the experiments' names, and the figures that they give |
//! | [`judge`] | from figures to verdicts: it starts nothing, times nothing, prints nothing |
//! | [`document`] | verdicts with their machine, as they are kept in a file |
//! | `experiments` | what is measured; only with the feature of that name |
//!
//! The binary runs one experiment, with the plain system allocator. `cargo xtask claims` starts it
//! for each.

pub mod document;
pub mod evidence;
#[cfg(feature = "experiments")]
pub mod experiments;
pub mod judge;
