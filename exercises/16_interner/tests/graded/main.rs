//! Graded tests of `interner`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod names;

mod step1_symbols;
mod step2_budget;
mod step3_in_the_arena;
mod step4_names_stay;
mod step5_warm;
