//! The solution, checked by the very tests that learners run.
extern crate long_lived_solution as long_lived;

#[path = "../../../exercises/11_long_lived/tests/graded/main.rs"]
mod graded;
