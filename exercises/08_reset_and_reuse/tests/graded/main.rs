//! Graded tests of `reset-and-reuse`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod answers;
mod archive;

mod step1_answers;
mod step2_warm;
mod step3_in_the_arena;
mod step4_spike;
mod step5_compiler;
