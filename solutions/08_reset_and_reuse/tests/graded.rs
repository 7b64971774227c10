//! The solution, checked by the very tests that learners run.
extern crate reset_and_reuse_solution as reset_and_reuse;

#[path = "../../../exercises/08_reset_and_reuse/tests/graded/main.rs"]
mod graded;
