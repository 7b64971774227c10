//! The solution, checked by the very tests that learners run.
extern crate cyclic_graph_solution as cyclic_graph;

#[path = "../../../exercises/15_cyclic_graph/tests/graded/main.rs"]
mod graded;
