//! The solution, checked by the very tests that learners run.
extern crate leaky_nodes_solution as leaky_nodes;

#[path = "../../../exercises/03_leaky_nodes/tests/graded/main.rs"]
mod graded;
