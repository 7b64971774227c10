//! `--format markdown`: tables for a page or a comment.

mod bench;
mod claims;
mod escape;
mod grades;
mod submissions;

use super::exporter::{Exporter, Report, ReportKind};
use anyhow::{Result, bail};

pub(super) const EXPORTER: Markdown = Markdown;

/// The format of this module.
pub(super) struct Markdown;

impl Exporter for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn about(&self) -> &'static str {
        "Tables for a page or a comment"
    }

    fn kinds(&self) -> &'static [ReportKind] {
        &[
            ReportKind::Grades,
            ReportKind::Bench,
            ReportKind::Claims,
            ReportKind::Submissions,
        ]
    }

    fn export(&self, report: &Report<'_>) -> Result<String> {
        Ok(match report {
            Report::Grades(grades) => grades::render(grades),
            Report::Bench(bench) => bench::render(bench),
            Report::Claims(document) => claims::render(document),
            Report::Submissions(all) => submissions::render(all),
            Report::Doctor(_) | Report::Trace(_) => bail!("there is no Markdown for this report"),
        })
    }
}
