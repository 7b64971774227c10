//! The solution, checked by the very tests that learners run.
extern crate CRATE_NAME_solution as CRATE_NAME;

#[path = "../../../exercises/FOLDER_NAME/tests/graded/main.rs"]
mod graded;
