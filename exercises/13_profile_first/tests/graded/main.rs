//! Graded tests of `profile-first`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

#[path = "../../bad.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the starter is the oracle here, and the tests need only a part of it"
)]
mod bad;
mod logs;
mod stages;

mod step1_answers;
mod step2_profile;
mod step3_one_change;
mod step4_nothing_kept;
