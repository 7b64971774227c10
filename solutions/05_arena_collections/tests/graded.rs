//! The solution, checked by the very tests that learners run.
extern crate arena_collections_solution as arena_collections;

#[path = "../../../exercises/05_arena_collections/tests/graded/main.rs"]
mod graded;
