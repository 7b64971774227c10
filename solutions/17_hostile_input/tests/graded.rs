//! The solution, checked by the very tests that learners run.
extern crate hostile_input_solution as hostile_input;

#[path = "../../../exercises/17_hostile_input/tests/graded/main.rs"]
mod graded;
