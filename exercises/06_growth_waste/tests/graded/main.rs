//! Graded tests of `growth-waste`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod logs;
mod unusual;
mod usage;

mod step1_answers;
mod step2_columns;
mod step3_remarks;
mod step4_new_arena;
mod step5_nothing_left;
