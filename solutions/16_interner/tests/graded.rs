//! The solution, checked by the very tests that learners run.
extern crate interner_solution as interner;

#[path = "../../../exercises/16_interner/tests/graded/main.rs"]
mod graded;
