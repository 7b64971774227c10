//! Graded tests of `json-capstone`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod documents;
mod suite;
mod written;

mod step1_documents;
mod step2_budget;
mod step3_borrowed;
mod step4_reuse;
mod step5_limits;
