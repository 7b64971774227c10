//! `trace --format json`: the file and its figures. Without a trace, `trace` is `null` and
//! `message` says why.

use super::document::{WORKBOOK, document};
use crate::report::trace::TraceReport;
use anyhow::Result;
use grader::protocol::TraceCounts;
use serde::Serialize;

const VERSION: u32 = 1;

#[derive(Serialize)]
struct WireReport<'a> {
    version: u32,
    workbook: &'static str,
    exercise: &'a str,
    trace: Option<WireTrace<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
}

/// Sizes are in bytes.
#[derive(Serialize)]
struct WireTrace<'a> {
    file: String,
    size: usize,
    test: &'a str,
    bad: TraceCounts,
    yours: TraceCounts,
}

/// The whole document.
pub(super) fn render(report: &TraceReport<'_>) -> Result<String> {
    let trace = report.trace.as_ref().ok();
    document(&WireReport {
        version: VERSION,
        workbook: WORKBOOK,
        exercise: &report.exercise.id,
        trace: trace.map(|trace| WireTrace {
            file: report.workbook.show(&report.file),
            size: trace.bytes.len(),
            test: &trace.test,
            bad: trace.bad,
            yours: trace.yours,
        }),
        message: report.trace.as_ref().err().map(String::as_str),
    })
}
