//! Graded tests of `arena-collections`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

#[path = "../../bad.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the starter is the oracle here, and the tests need only a part of it"
)]
mod bad;
mod texts;

mod step1_answers;
mod step2_budget;
mod step3_frozen;
mod step4_in_the_arena;
mod step5_nothing_left;
