//! Graded tests of `pick-the-tool`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod night;

mod step1_answers;
mod step2_known_size;
mod step3_reuse;
mod step4_die_together;
mod step5_leave_it;
