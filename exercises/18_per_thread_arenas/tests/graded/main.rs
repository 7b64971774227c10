//! Graded tests of `per-thread-arenas`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod arenas;
mod locks;
mod logs;
mod spans;
mod turns;

mod step1_answers;
mod step2_own_arena;
mod step3_outlive;
mod step4_again;
