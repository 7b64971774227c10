//! Tests and their outcomes, as a reader sees them.

use grader::results::TestOutcome;
use workbook::step_of;

/// How a test ended, in a word or two.
pub fn name(outcome: TestOutcome) -> &'static str {
    match outcome {
        TestOutcome::Pass => "passed",
        TestOutcome::Fail => "failed",
        TestOutcome::Aborted { .. } => "aborted",
        TestOutcome::TimedOut => "timed out",
        TestOutcome::OutOfMemory => "ran out of memory",
    }
}

/// What a test claims: its name, as a sentence.
pub fn claim(test: &str) -> String {
    let name = test.strip_prefix(step_of(test)).unwrap_or(test);
    name.trim_start_matches("::").replace('_', " ")
}
