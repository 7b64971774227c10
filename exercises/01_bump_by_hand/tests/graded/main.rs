//! Graded tests of `bump-by-hand`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod pieces;

mod step1_bytes;
mod step2_alignment;
mod step3_exhausted;
mod step4_huge;
mod step5_like_bumpalo;
