//! Graded tests of `profile-first`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod logs;
mod stages;

mod step1_answers;
mod step2_profile;
mod step3_one_change;
mod step4_nothing_kept;
