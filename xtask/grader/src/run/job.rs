//! What the threads of a run do, one after the other, and what a test leaves.

use super::binary::Inputs;
use crate::protocol::{Fact, Trace};
use crate::results::TestResult;

/// The module that the solutions' shim puts around the tests.
pub(super) const SHIM: &str = "graded::";

/// Work for a thread.
pub(super) enum Job {
    /// Run this test of the binary with this number on these inputs.
    Test(usize, String, Inputs),
    /// Ask the binary with this number for its tests.
    List(usize),
}

/// A test that has ended, and what it reported.
pub(super) struct Finished {
    /// The number of its binary.
    pub(super) binary: usize,
    pub(super) inputs: Inputs,
    pub(super) result: TestResult,
    pub(super) facts: Vec<Fact>,
    pub(super) trace: Option<Trace>,
}
