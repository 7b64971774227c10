//! `doctor --format json`: whether the machine is ready, the findings, and the noise.

use super::document::{WORKBOOK, document};
use crate::report::doctor::{DoctorReport, Finding};
use anyhow::Result;
use grader::host::Host;
use serde::Serialize;

const VERSION: u32 = 2;

#[derive(Serialize)]
struct WireReport<'a> {
    version: u32,
    workbook: &'static str,
    host: Host,
    /// Whether exercises can be graded.
    ready: bool,
    findings: &'a [Finding],
    /// Equal code against itself; `null` if it was not measured.
    noise: Option<WireNoise>,
}

#[derive(Serialize)]
struct WireNoise {
    ratio: f64,
    low: f64,
    high: f64,
    pairs: u64,
    samples: u64,
}

/// The whole document.
pub(super) fn render(report: &DoctorReport) -> Result<String> {
    document(&WireReport {
        version: VERSION,
        workbook: WORKBOOK,
        host: Host::this(),
        ready: report.is_ready(),
        findings: &report.findings,
        noise: report.noise.as_ref().map(|speed| WireNoise {
            ratio: speed.ratio,
            low: speed.low,
            high: speed.high,
            pairs: speed.details.pairs,
            samples: speed.details.samples,
        }),
    })
}
