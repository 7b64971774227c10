//! A yardstick for code that allocates: it counts heap allocations, names the source lines that
//! made them, and times pairs of functions.
//!
//! Tests install the counting allocator once, and then hold regions of code against budgets:
//!
//! ```
//! yardstick::count_allocations!();
//!
//! # fn main() {
//! let (text, usage) = yardstick::measure(|| "arena".repeat(3));
//! assert_eq!(text.len(), 15);
//! assert_eq!(usage.heap_calls(), 1);
//!
//! let total: u32 = yardstick::Budget::named("adding numbers")
//!     .allocations(0)
//!     .run(|| (1..=10).sum());
//! assert_eq!(total, 55);
//! # }
//! ```
//!
//! What it answers:
//!
//! | question | item |
//! |---|---|
//! | how often did this code go to the heap, for how many bytes, at what peak? | [`measure`], [`measure_process`], [`Usage`] |
//! | does it stay within a limit? If not, which lines are to blame? | [`Budget`] |
//! | does it stop allocating once it is warm? | [`steady`] |
//! | do these values live in this arena? | [`Chunks`] |
//! | how often, and in which order, did `Drop` run? | [`DropCounter`] |
//! | how large should an input be where each instruction is interpreted? | [`size`](size()) |
//! | how large may it be where nobody waits for the verdict? | [`thorough`] |
//! | does it recurse where it should not? | [`on_a_small_stack`] |
//! | does it take a hash for what was hashed? | [`COLLIDING`] |
//! | what was a panic's message, and where did it start? | [`panics`] |
//! | does this snippet compile against that crate, and if not, with which error code? | [`compiler::Snippet`] |
//! | what happened on the heap, event by event, for a replay? | [`trace`] |
//! | which of two functions is faster, by how much, and how sure is that? | [`speed::compare`] |
//!
//! Counting and timing are kept apart: a benchmark does not install the allocator, and a test
//! asserts no time. Results also leave the process as facts, JSON lines in a file, so that whatever
//! the measured code prints cannot disturb them. [`protocol`] defines them. A program that only
//! reads them leaves out this crate's default feature `measure`: then it gets that module and
//! [`grouped`] alone, and builds no dependencies.
//!
//! One thing is counted per process and not per thread: the cap on live bytes (see [`alloc`]).
//!
//! # Modules
//!
//! Each imports only from those before it, in the order of the `mod` lines below. The allocator
//! calls `sites` and [`trace`], whose own work must not be counted. So the counters, and the switch
//! that turns them off, are in a module below all three.

#![cfg_attr(
    not(feature = "measure"),
    allow(
        rustdoc::broken_intra_doc_links,
        reason = "the overview links to what only the feature `measure` has"
    )
)]

// Each imports only from those before it.
pub mod protocol;

mod digits;

#[cfg(feature = "measure")]
mod text;

#[cfg(feature = "measure")]
mod facts;

#[cfg(feature = "measure")]
mod counters;

#[cfg(feature = "measure")]
mod source_line;

#[cfg(feature = "measure")]
mod sites;

#[cfg(feature = "measure")]
pub mod trace;

#[cfg(feature = "measure")]
pub mod alloc;

#[cfg(feature = "measure")]
pub mod panics;

#[cfg(feature = "measure")]
mod region;

#[cfg(feature = "measure")]
mod budget;

#[cfg(feature = "measure")]
mod chunks;

#[cfg(feature = "measure")]
pub mod compiler;

#[cfg(feature = "measure")]
mod drops;

#[cfg(feature = "measure")]
mod seed;

#[cfg(feature = "measure")]
mod size;

#[cfg(feature = "measure")]
mod stack;

#[cfg(feature = "measure")]
mod collisions;

#[cfg(feature = "measure")]
pub mod speed;

#[cfg(feature = "measure")]
pub use budget::{Budget, steady};
#[cfg(feature = "measure")]
pub use chunks::{Chunks, is_on_the_stack};
#[cfg(feature = "measure")]
pub use collisions::COLLIDING;
#[cfg(feature = "measure")]
pub use counters::Usage;
pub use digits::grouped;
#[cfg(feature = "measure")]
pub use drops::{DropCounter, DropToken};
#[cfg(feature = "measure")]
pub use region::{measure, measure_process};
#[cfg(feature = "measure")]
pub use seed::seed;
#[cfg(feature = "measure")]
pub use size::{size, thorough};
#[cfg(feature = "measure")]
pub use stack::on_a_small_stack;

/// The global allocator of benchmarks that ask for another than the system's.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static MIMALLOC: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Installs the counting allocator as this program's global allocator.
///
/// Use it once, in a test binary. Without it every count would be zero, so [`measure`] and
/// [`Budget`] refuse to run.
#[cfg(feature = "measure")]
#[macro_export]
macro_rules! count_allocations {
    () => {
        #[global_allocator]
        static YARDSTICK: $crate::alloc::Counting = $crate::alloc::Counting;
    };
}
