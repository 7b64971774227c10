//! The solution, checked by the very tests that learners run.
extern crate per_thread_arenas_solution as per_thread_arenas;

#[path = "../../../exercises/18_per_thread_arenas/tests/graded/main.rs"]
mod graded;
