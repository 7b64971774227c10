//! Graded tests of `leaky-nodes`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

#[path = "../../bad.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the starter is the oracle here, and the tests need only a part of it"
)]
mod bad;
mod sources;

mod step1_answers;
mod step2_nothing_left;
mod step3_budget;
mod step4_in_the_arena;
