//! Graded tests of `per-thread-arenas`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod arenas;
#[path = "../../bad.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the starter is the oracle here, and the tests need only a part of it"
)]
mod bad;
mod logs;
mod turns;

mod step1_answers;
mod step2_own_arena;
mod step3_outlive;
mod step4_again;
