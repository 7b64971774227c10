//! The solution, checked by the very tests that learners run.
extern crate json_capstone_solution as json_capstone;

#[path = "../../../exercises/20_json_capstone/tests/graded/main.rs"]
mod graded;
