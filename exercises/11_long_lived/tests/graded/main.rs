//! Graded tests of `long-lived`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

#[path = "../../bad.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the starter is the oracle here, and the tests need only a part of it"
)]
mod bad;
mod site;

mod step1_answers;
mod step2_churn;
mod step3_updates;
mod step4_peak;
