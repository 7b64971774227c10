//! The solution, checked by the very tests that learners run.
extern crate parse_tree_solution as parse_tree;

#[path = "../../../exercises/02_parse_tree/tests/graded/main.rs"]
mod graded;
