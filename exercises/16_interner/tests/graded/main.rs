//! Graded tests of `interner`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

#[path = "../../bad.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the starter is the oracle here, and the tests need only a part of it"
)]
mod bad;
mod names;

mod step1_symbols;
mod step2_budget;
mod step3_in_the_arena;
mod step4_names_stay;
mod step5_warm;
