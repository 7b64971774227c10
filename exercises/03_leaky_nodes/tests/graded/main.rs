//! Graded tests of `leaky-nodes`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod plain;
mod sources;
mod unusual;

mod step1_answers;
mod step2_nothing_left;
mod step3_budget;
mod step4_in_the_arena;
