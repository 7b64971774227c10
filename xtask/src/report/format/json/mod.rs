//! `--format json`: versioned documents, the same on every system.

mod bench;
mod doctor;
pub(super) mod document;
pub(super) mod error;
mod grades;
mod submissions;
mod trace;

use super::exporter::{Exporter, Report, ReportKind};
use anyhow::{Context, Result};

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
        ReportKind::ALL
    }

    fn export(&self, report: &Report<'_>) -> Result<String> {
        match report {
            Report::Grades(grades) => grades::render(grades),
            Report::Bench(bench) => bench::render(bench),
            Report::Claims(claims) => claims.to_json().context(document::FAILED),
            Report::Doctor(findings) => doctor::render(findings),
            Report::Trace(trace) => trace::render(trace),
            Report::Submissions(all) => submissions::render(all),
        }
    }
}
