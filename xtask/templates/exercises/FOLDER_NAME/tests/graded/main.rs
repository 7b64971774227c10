//! Graded tests of `EXERCISE_ID`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod texts;

mod step1_answers;
mod step2_budget;
mod step3_nothing_left;
