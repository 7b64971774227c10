//! The solution, checked by the very tests that learners run.
extern crate pick_the_tool_solution as pick_the_tool;

#[path = "../../../exercises/12_pick_the_tool/tests/graded/main.rs"]
mod graded;
