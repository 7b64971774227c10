//! The solution, checked by the very tests that learners run.
extern crate dropless_arena_solution as dropless_arena;

#[path = "../../../exercises/22_dropless_arena/tests/graded/main.rs"]
mod graded;
