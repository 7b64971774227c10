//! Graded tests of `pick-the-tool`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

#[path = "../../bad.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the starter is the oracle here, and the tests need only a part of it"
)]
mod bad;
mod night;

mod step1_answers;
mod step2_known_size;
mod step3_reuse;
mod step4_die_together;
mod step5_leave_it;
