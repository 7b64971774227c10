//! Every Bad/Good pair of the book, compiled and tested.
//!
//! There is one module for each chapter. The book cuts its
//! listings out of these files by anchor, and the tests beside
//! them prove what the text says: the same answers from both
//! sides, and the number of allocations of each.

pub mod advice;
pub mod async_servers;
pub mod before;
pub mod capstone;
pub mod choosing;
pub mod collections;
pub mod drop;
pub mod flat;
pub mod frame;
pub mod graphs;
pub mod leaks;
pub mod limits;
pub mod measure;
pub mod owning;
pub mod parsing;
pub mod performance;
pub mod requests;
pub mod reset;
pub mod roc;
pub mod scratch;
pub mod seed;
pub mod strings;
pub mod threads;
pub mod when;
pub mod why;

// Questions ask about code of any chapter.
pub mod quiz;

// What must not compile is compiled against this crate alone.
#[doc(hidden)]
pub use bump_scope;
#[doc(hidden)]
pub use bumpalo;
#[doc(hidden)]
pub use bumpalo_herd;
