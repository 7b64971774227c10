//! `grade` on a terminal: a table, and below it what went wrong first in each exercise.

use crate::report::submissions::{Handed, SubmissionsReport};
use crate::report::table::{Cell, Style, render as table};
use crate::report::wrap::wrap;
use grader::results::Standing;
use std::fmt::Write as _;
use tutor::truncate::truncate;

/// How many bytes of a message are kept.
const MAX_BYTES: usize = 600;
/// How far the continuation of a line is indented.
const HANGING: usize = 4;

/// The whole report.
pub(super) fn render(report: &SubmissionsReport) -> String {
    let mut rows = vec![vec![
        Cell::left("handed in", Style::Head),
        Cell::left("exercise", Style::Head),
        Cell::left("grade", Style::Head),
    ]];
    let mut failures = String::new();
    for submission in &report.submissions {
        match &submission.results {
            Err(reason) => {
                rows.push(vec![
                    Cell::left(&submission.source, Style::Plain),
                    Cell::left("", Style::Plain),
                    Cell::left("cannot be read", Style::Bad),
                ]);
                let _ = writeln!(failures, "\n{reason}");
            }
            Ok(results) => {
                for result in results {
                    let style = match result.standing {
                        Handed::Graded(Standing::Passed) => Style::Good,
                        Handed::NotBegun => Style::Faint,
                        _ => Style::Bad,
                    };
                    rows.push(vec![
                        Cell::left(&submission.source, Style::Plain),
                        Cell::left(&result.id, Style::Plain),
                        Cell::left(result.short(), style),
                    ]);
                    if let Some((what, message)) = &result.failure {
                        let message = truncate(message, MAX_BYTES);
                        let (source, id) = (&submission.source, &result.id);
                        let _ = writeln!(failures, "\n{source}, {id}: {what}\n{message}");
                    }
                }
            }
        }
    }
    let mut text = table(&rows) + &wrap(&failures, report.columns, HANGING) + "\n";
    let n = report.exercises.len();
    for submission in &report.submissions {
        let _ = writeln!(
            text,
            "{}: {} of {n} pass",
            submission.source,
            submission.n_passed()
        );
    }
    text
}
