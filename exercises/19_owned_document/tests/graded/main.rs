//! Graded tests of `owned-document`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod guides;
#[macro_use]
mod outline;
mod words;

mod step1_answers;
mod step2_send;
mod step3_sound;
mod step4_nothing_left;
#[allow(
    clippy::needless_borrow,
    reason = "a title may be a string or a reference to one"
)]
mod step5_arena_back;
