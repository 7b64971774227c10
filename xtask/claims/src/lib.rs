//! Published claims about arenas, tested by experiments, with a verdict for this machine.
//!
//! Data moves one way:
//!
//! ```text
//! experiments → evidence → judge → document
//! ```
//!
//! | module | what it is |
//! |---|---|
//! | [`evidence`] | the experiments' names, and the figures that they measure |
//! | [`judge`] | from figures to verdicts: it runs nothing, times nothing, prints nothing |
//! | [`document`] | verdicts with their machine, as stored in a file |
//! | `experiments` | the measurements; only with the feature of that name |
//!
//! The binary runs one experiment, with the plain system allocator. `cargo xtask claims` starts it
//! for each.

// Each imports only from those before it.
pub mod document;

pub mod evidence;

#[cfg(feature = "experiments")]
pub mod experiments;

pub mod judge;
