//! Graded tests of `cyclic-graph`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

#[macro_use]
mod described;
mod markup;

#[allow(
    clippy::useless_conversion,
    reason = "`children` may be a list or an iterator"
)]
mod step1_links;
#[allow(
    clippy::useless_conversion,
    reason = "`children` may be a list or an iterator"
)]
mod step2_budget;
#[allow(
    clippy::borrow_deref_ref,
    reason = "a node may be an `Rc` or a reference"
)]
mod step3_in_the_arena;
mod step4_nothing_left;
mod step5_deep;
