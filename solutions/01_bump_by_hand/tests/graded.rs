//! The solution, checked by the very tests that learners meet.
extern crate bump_by_hand_solution as bump_by_hand;

#[path = "../../../exercises/01_bump_by_hand/tests/graded/main.rs"]
mod graded;
