//! Graded tests of `honest-benchmark`, in teaching order. Each step opens with its lesson.

mod lab;

mod step1_plain_pairs;
mod step2_whole_cost;
mod step3_fair_turns;
mod step4_odd_calls;
mod step5_no_empty_claims;
