//! Graded tests of `scratch-trap`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod readings;
mod summary;

mod step1_answers;
mod step2_long_day;
mod step3_flat;
mod step4_nested;
mod step5_no_escape;
