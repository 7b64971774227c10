//! Graded tests of `dropless-arena`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod another_team;
mod plain;
mod sources;

mod step1_answers;
mod step2_refused;
mod step3_welcome;
mod step4_no_back_door;
mod step5_rules;
