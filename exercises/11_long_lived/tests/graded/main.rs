//! Graded tests of `long-lived`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod files;
mod site;

mod step1_answers;
mod step2_churn;
mod step3_updates;
mod step4_peak;
