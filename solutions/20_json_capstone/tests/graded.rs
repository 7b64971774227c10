//! The solution, checked by the very tests that learners meet.
extern crate json_capstone_solution as json_capstone;

#[path = "../../../exercises/20_json_capstone/tests/graded/main.rs"]
mod graded;
