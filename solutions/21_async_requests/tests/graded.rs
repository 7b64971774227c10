//! The solution, checked by the very tests that learners run.
extern crate async_requests_solution as async_requests;

#[path = "../../../exercises/21_async_requests/tests/graded/main.rs"]
mod graded;
