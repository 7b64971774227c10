//! Proves what the book says about its listings: equal answers, the number of allocations of each side, and what the
//! compiler refuses.
//!
//! Where a chapter prints a number, the test looks for it in the chapter too, so that neither can drift alone.

yardstick::count_allocations!();

mod advice;
mod flat;
mod glance;
mod parsing;
mod prose;
mod refused;
mod requests;
mod scratch;
