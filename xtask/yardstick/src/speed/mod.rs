//! Paired timing: which of two functions is faster, by how much, and how sure that is.
//!
//! Two effects make a naive comparison wrong, and each is answered here.
//!
//! **A machine's speed drifts**: other programs, clock rates, caches. Timing A for a second and then
//! B for a second puts that drift into the ratio. So A and B are timed alternately, in pairs of short
//! samples; each pair gives one ratio, and slow drift affects both of its sides alike.
//!
//! **A process has luck**: where the system put its stack, its heap and its code decides which
//! cache lines collide, and that stays so until it ends. Equal functions differ by a percent or
//! two within one process, however long it is timed. So the benchmark runs itself again in several
//! processes, and each of them gives one value: the median of its pairs' log ratios. The result is
//! the median of these values, and the interval around it follows from their order alone (see
//! [`stats`]).
//!
//! What remains is where the linker put the two functions, which is the same in every process. The
//! workbook's `.cargo/config.toml` aligns functions and loops to cache lines, which removes most of
//! that; what may remain is why a gain counts only from [`LEAST_GAIN`] on.
//!
//! **Inputs are timed again and again**, so code that remembers their answers looks fast. With
//! [`FRESH_VARIABLE`](crate::protocol::FRESH_VARIABLE), each is timed once, in a process that has never seen
//! it. That is too coarse for an interval of a percent, and enough to tell a gain from a memory.
//!
//! Benchmarks that use this do not install the counting allocator.

// Each imports only from those before it.
pub mod stats;

mod pairs;

mod noise;

mod comparison;

mod purpose;

mod processes;

pub use comparison::{Comparison, LEAST_GAIN};
pub use processes::{compare, in_child, is_trial};
