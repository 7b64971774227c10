//! Paired timing: which of two functions is faster, by how much, and how sure that is.
//!
//! Two effects make a naive comparison wrong, and each is answered here.
//!
//! **A machine's speed drifts**: other programs, clock rates, caches. Timing A for a second and then
//! B for a second puts that drift into the ratio. So A and B are timed alternately, for some milliseconds each, and
//! neighbours make a pair; each pair gives one ratio, and slow drift affects both of its sides alike. What counts
//! is the time that the process had a processor, since other programs' turns would count more against the slower
//! side, whose samples meet more of them.
//!
//! **A process has a past**: what was allocated before, where the system put its stack, its heap and its code. That
//! decides how long an allocation takes and which cache lines collide, and stays so until it ends. So each process
//! times one side only, on a heap that the other has never touched, and the benchmark runs itself again in many of them.
//! Each pair of processes gives one value; the result is the median of these values, and the interval around it
//! follows from their order alone (see [`stats`]).
//!
//! What remains is where the linker put the two functions, which is the same in every process. The
//! workbook's `.cargo/config.toml` aligns functions and loops to cache lines, which removes most of
//! that; what may remain is why a gain counts only from [`LEAST_GAIN`] on.
//!
//! **Inputs are timed again and again**, so code that remembers their answers looks fast. With
//! [`FRESH_VARIABLE`](crate::protocol::FRESH_VARIABLE), each is timed once, in a process that has never seen
//! it. That is too coarse for an interval of a percent, and enough to tell a gain from a memory.
//!
//! Where threads wait for each other, not even this is enough for a ratio: see [`scaling()`].
//!
//! Benchmarks that use this do not install the counting allocator.

// Each imports only from those before it.
pub mod stats;

mod clock;

mod sampler;

mod side;

mod comparison;

mod noise;

mod purpose;

mod children;

mod processes;

mod scaling;

pub use children::{in_child, is_trial};
pub use comparison::{Comparison, LEAST_GAIN};
pub use processes::compare;
pub use scaling::scaling;
