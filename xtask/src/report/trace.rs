//! What `trace` reports, for every format.

use grader::protocol::Trace;
use std::path::PathBuf;
use workbook::{Exercise, Workbook};

/// A recorded trace, or why there is none.
pub struct TraceReport<'a> {
    /// The workbook.
    pub workbook: &'a Workbook,
    /// The exercise that was traced.
    pub exercise: &'a Exercise,
    /// The trace, or the reason why the learner's code did not get as far as recording it.
    pub trace: Result<&'a Trace, String>,
    /// Where the trace is saved.
    pub file: PathBuf,
}
