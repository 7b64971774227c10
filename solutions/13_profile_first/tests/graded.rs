//! The solution, checked by the very tests that learners run.
extern crate profile_first_solution as profile_first;

#[path = "../../../exercises/13_profile_first/tests/graded/main.rs"]
mod graded;
