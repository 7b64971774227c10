//! Graded tests of `hostile-input`, in teaching order. Each step opens with its lesson.
//!
//! A test that kills its process kills only itself when `cargo xtask check` runs it. A plain
//! `cargo test` runs all of them in one process, and stops at the first such test.

yardstick::count_allocations!();

mod messages;
mod strangers;

mod step1_answers;
mod step2_budget;
mod step3_promises;
mod step4_bytes;
mod step5_depth;
