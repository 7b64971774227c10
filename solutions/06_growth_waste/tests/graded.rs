//! The solution, checked by the very tests that learners run.
extern crate growth_waste_solution as growth_waste;

#[path = "../../../exercises/06_growth_waste/tests/graded/main.rs"]
mod graded;
