//! Graded tests of `reset-and-reuse`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod archive;
#[path = "../../bad.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the starter is the oracle here, and the tests need only a part of it"
)]
mod bad;

mod step1_answers;
mod step2_warm;
mod step3_in_the_arena;
mod step4_spike;
mod step5_compiler;
