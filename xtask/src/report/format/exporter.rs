//! The kinds of reports, and what a format must do to write them.

use crate::report::doctor::DoctorReport;
use crate::report::submissions::SubmissionsReport;
use crate::report::trace::TraceReport;
use crate::report::{BenchReport, GradesReport};
use anyhow::Result;
use claims::document::Document;

/// What a command has to report.
pub enum Report<'a> {
    /// From `check`.
    Grades(&'a GradesReport<'a>),
    /// From `bench`.
    Bench(&'a BenchReport<'a>),
    /// From `claims`.
    Claims(&'a Document),
    /// From `doctor`.
    Doctor(&'a DoctorReport),
    /// From `trace`.
    Trace(&'a TraceReport<'a>),
    /// From `grade`.
    Submissions(&'a SubmissionsReport),
}

/// The kinds of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportKind {
    /// From `check`.
    Grades,
    /// From `bench`.
    Bench,
    /// From `claims`.
    Claims,
    /// From `doctor`.
    Doctor,
    /// From `trace`.
    Trace,
    /// From `grade`.
    Submissions,
}

/// A writer of reports in one format.
pub trait Exporter {
    /// The format's name on the command line.
    fn name(&self) -> &'static str;

    /// What it is, for `--help`.
    fn about(&self) -> &'static str;

    /// The reports that it can write.
    fn kinds(&self) -> &'static [ReportKind];

    /// Writes a report of one of these kinds.
    ///
    /// # Errors
    /// When the report cannot be written in this format.
    fn export(&self, report: &Report<'_>) -> Result<String>;
}

impl ReportKind {
    /// All of them.
    pub const ALL: &[ReportKind] = &[
        ReportKind::Grades,
        ReportKind::Bench,
        ReportKind::Claims,
        ReportKind::Doctor,
        ReportKind::Trace,
        ReportKind::Submissions,
    ];
}

impl Report<'_> {
    /// Its kind.
    pub fn kind(&self) -> ReportKind {
        match self {
            Report::Grades(_) => ReportKind::Grades,
            Report::Bench(_) => ReportKind::Bench,
            Report::Claims(_) => ReportKind::Claims,
            Report::Doctor(_) => ReportKind::Doctor,
            Report::Trace(_) => ReportKind::Trace,
            Report::Submissions(_) => ReportKind::Submissions,
        }
    }
}
