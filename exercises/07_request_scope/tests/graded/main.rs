//! Graded tests of `request-scope`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod composed;
mod recorded;

mod step1_answers;
mod step2_budget;
mod step3_warm;
mod step4_outlives;
mod step5_nothing_left;
