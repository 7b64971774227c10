//! Graded tests of `async-requests`, in teaching order. Each step opens with its lesson.

yardstick::count_allocations!();

mod answers;
mod client;
mod desk;
mod drafts;
mod server;

mod step1_answers;
mod step2_budget;
mod step3_dropped;
mod step4_waiting;
mod step5_server;
