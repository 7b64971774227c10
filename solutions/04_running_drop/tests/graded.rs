//! The solution, checked by the very tests that learners run.
extern crate running_drop_solution as running_drop;

#[path = "../../../exercises/04_running_drop/tests/graded/main.rs"]
mod graded;
