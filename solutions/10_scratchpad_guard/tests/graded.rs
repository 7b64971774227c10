//! The solution, checked by the very tests that learners run.
extern crate scratchpad_guard_solution as scratchpad_guard;

#[path = "../../../exercises/10_scratchpad_guard/tests/graded/main.rs"]
mod graded;
