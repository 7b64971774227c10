//! Graded tests of `hostile-input`, in teaching order. Each step opens with its lesson.
//!
//! What ends a process ends only its own test when `cargo xtask check` runs them. A plain
//! `cargo test` has all of them in one process, and stops at the first such end.

yardstick::count_allocations!();

mod messages;
mod strangers;

mod step1_answers;
mod step2_budget;
mod step3_promises;
mod step4_bytes;
mod step5_depth;
