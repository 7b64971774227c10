//! The solution, checked by the very tests that learners run.
extern crate request_scope_solution as request_scope;

#[path = "../../../exercises/07_request_scope/tests/graded/main.rs"]
mod graded;
