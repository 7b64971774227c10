//! Graded tests of `arena-collections`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod texts;
mod unusual;

mod step1_answers;
mod step2_budget;
mod step3_frozen;
mod step4_in_the_arena;
mod step5_nothing_left;
