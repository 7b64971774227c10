//! `--format human`: tables and sentences for a terminal, as wide as it is.

mod scaling;

mod bench;
mod claims;
mod doctor;
pub mod grades;
mod submissions;
mod trace;

use super::exporter::{Exporter, Report, ReportKind};
use anyhow::Result;

pub(super) const EXPORTER: Human = Human;

/// The format of this module.
pub(super) struct Human;

impl Exporter for Human {
    fn name(&self) -> &'static str {
        "human"
    }

    fn about(&self) -> &'static str {
        "Tables and sentences for a terminal"
    }

    fn kinds(&self) -> &'static [ReportKind] {
        ReportKind::ALL
    }

    fn export(&self, report: &Report<'_>) -> Result<String> {
        Ok(match report {
            Report::Grades(grades) => grades::render(grades),
            Report::Bench(bench) => bench::render(bench),
            Report::Claims(document) => claims::render(document),
            Report::Doctor(findings) => doctor::render(findings),
            Report::Trace(trace) => trace::render(trace),
            Report::Submissions(all) => submissions::render(all),
        })
    }
}
