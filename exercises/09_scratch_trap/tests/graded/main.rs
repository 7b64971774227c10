//! Graded tests of `scratch-trap`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

#[path = "../../bad.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the starter is the oracle for small batches, and the tests need only a part of it"
)]
mod bad;
mod readings;

mod step1_answers;
mod step2_long_day;
mod step3_flat;
mod step4_nested;
mod step5_no_escape;
