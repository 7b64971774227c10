//! Every Bad/Good pair of the book, compiled and tested.
//!
//! There is one module for each chapter. The book cuts its
//! listings out of these files by anchor, and the tests beside
//! them prove what the text says: the same answers from both
//! sides, and the number of allocations of each.

pub mod advice;
pub mod flat;
pub mod parsing;
pub mod requests;
pub mod scratch;

// What must not compile is compiled against this crate alone.
#[doc(hidden)]
pub use bumpalo;
