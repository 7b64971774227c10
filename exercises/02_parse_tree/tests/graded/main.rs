//! Graded tests of `parse-tree`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod formulas;
mod trees;

mod step1_answers;
mod step2_budget;
mod step3_in_the_arena;
mod step4_nothing_left;
