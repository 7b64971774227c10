//! `--format json`: versioned documents, the same on every system.

mod bench;
mod doctor;
mod grades;
mod trace;

use super::{Exporter, Report, ReportKind};
use crate::report::ci_escape;
use anyhow::{Context, Result};
use serde::Serialize;

/// What each document names as its origin.
const WORKBOOK: &str = "arena-workbook";

pub(super) const EXPORTER: Json = Json;

/// The format of this module.
pub(super) struct Json;

impl Exporter for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "A versioned document"
    }

    fn kinds(&self) -> &'static [ReportKind] {
        &[
            ReportKind::Grades,
            ReportKind::Bench,
            ReportKind::Claims,
            ReportKind::Doctor,
            ReportKind::Trace,
        ]
    }

    fn export(&self, report: &Report<'_>) -> Result<String> {
        match report {
            Report::Grades(grades) => grades::render(grades),
            Report::Bench(bench) => bench::render(bench),
            Report::Claims(document) => document.to_json().context(FAILED),
            Report::Doctor(findings) => doctor::render(findings),
            Report::Trace(trace) => trace::render(trace),
        }
    }
}

const FAILED: &str = "the report cannot be written as JSON";

/// A document as it is printed, without commands to a CI system.
///
/// # Errors
/// When it cannot be written as JSON.
pub(super) fn document(report: &impl Serialize) -> Result<String> {
    let text = serde_json::to_string_pretty(report).context(FAILED)?;
    Ok(ci_escape::json(&text) + "\n")
}

/// The same on one line, for where space is short.
///
/// # Errors
/// As [`document`].
pub(super) fn line(report: &impl Serialize) -> Result<String> {
    let text = serde_json::to_string(report).context(FAILED)?;
    Ok(ci_escape::json(&text) + "\n")
}
