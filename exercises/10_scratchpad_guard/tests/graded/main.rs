//! Graded tests of `scratchpad-guard`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod letters;

mod step1_answers;
mod step2_early_return;
mod step3_panic;
mod step4_nested;
mod step5_pooled;
mod step6_spike;
