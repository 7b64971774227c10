//! Graded tests of `request-scope`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

#[path = "../../bad.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the starter is the oracle here, and the tests need only a part of it"
)]
mod bad;
mod recorded;

mod step1_answers;
mod step2_budget;
mod step3_warm;
mod step4_outlives;
mod step5_nothing_left;
