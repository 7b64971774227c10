//! Proves what the book says about its listings: equal answers, the number of allocations of each
//! side, and what the compiler refuses.
//!
//! If a chapter prints a number, the test looks for it in the chapter, so that neither can drift
//! alone.

yardstick::count_allocations!();

mod advice;
mod alone;
mod async_servers;
mod auto_traits;
mod before;
mod capstone;
mod choosing;
mod collections;
mod drop;
mod figures;
mod flat;
mod frame;
mod glance;
mod graphs;
mod leaks;
mod limits;
mod limits_and_resets;
mod measure;
mod owning;
mod parsing;
mod performance;
mod prose;
mod quiz;
mod refused;
mod requests;
mod reset;
mod roc;
mod scratch;
mod seed;
mod start;
mod strings;
mod threads;
mod when;
mod why;
