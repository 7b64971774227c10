//! The solution, checked by the very tests that learners run.
extern crate scratch_trap_solution as scratch_trap;

#[path = "../../../exercises/09_scratch_trap/tests/graded/main.rs"]
mod graded;
