//! Graded tests of `running-drop`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod lists;

mod step1_answers;
mod step2_drops_run;
mod step3_inner_first;
mod step4_half_way;
mod step5_in_the_arena;
