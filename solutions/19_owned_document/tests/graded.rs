//! The solution, checked by the very tests that learners run.
extern crate owned_document_solution as owned_document;

#[path = "../../../exercises/19_owned_document/tests/graded/main.rs"]
mod graded;
