//! `grade` for a page: a row for each submission, a column for each exercise.

use super::escape::cell;
use crate::report::submissions::SubmissionsReport;
use std::fmt::Write as _;

/// The whole report.
pub(super) fn render(report: &SubmissionsReport) -> String {
    let names = report.exercises.iter().map(|id| cell(id));
    let names: Vec<String> = names.collect();
    let mut text = format!("| handed in | pass | {} |\n", names.join(" | "));
    let _ = writeln!(text, "|---|---:|{}", "---|".repeat(names.len()));
    for submission in &report.submissions {
        let cells: Vec<String> = match &submission.results {
            Ok(results) => results.iter().map(|result| cell(&result.short())).collect(),
            Err(_) => vec!["cannot be read".to_owned(); names.len()],
        };
        let (name, passed) = (cell(&submission.name), submission.n_passed());
        let _ = writeln!(text, "| {name} | {passed} | {} |", cells.join(" | "));
    }
    for submission in &report.submissions {
        if let Err(reason) = &submission.results {
            let _ = writeln!(text, "\n{}: {}", cell(&submission.name), cell(reason));
        }
        let differing = submission.differing_files();
        if !differing.is_empty() {
            let _ = writeln!(text, "\n{}", cell(&differing));
        }
    }
    text
}
