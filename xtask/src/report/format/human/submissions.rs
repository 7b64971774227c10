//! `grade` on a terminal. One person's work is a list of exercises, and below it what went wrong first in each; a class is
//! a table with a row for each person, and a line for each failure.

use crate::report::submissions::{Handed, Submission, SubmissionResult, SubmissionsReport};
use crate::report::table::{Cell, Style, render as table};
use crate::report::wrap::wrap;
use grader::results::Standing;
use std::fmt::Write as _;
use tutor::truncate::truncate;

/// How many bytes of a message are kept.
const MAX_BYTES: usize = 600;
/// How many bytes are kept where each failure has one line.
const MAX_LINE: usize = 160;
/// How far the continuation of a line is indented.
const HANGING: usize = 4;

/// The whole report.
pub(super) fn render(report: &SubmissionsReport) -> String {
    let is_class = report.submissions.len() > 1;
    let (rows, mut below) = match is_class {
        true => class(report),
        false => list(report),
    };
    for submission in &report.submissions {
        let differing = submission.differing_files();
        if !differing.is_empty() {
            let _ = write!(below, "\n{differing}\n");
        }
    }
    let mut text = table(&rows) + &wrap(&below, report.columns, HANGING) + "\n";
    let n = report.exercises.len();
    if is_class {
        let all = report.submissions.iter();
        let complete = all.filter(|one| one.n_passed() == n).count();
        let people = report.submissions.len();
        let _ = writeln!(text, "{complete} of {people} pass all {n}");
        return text;
    }
    for submission in &report.submissions {
        let (name, passed) = (&submission.name, submission.n_passed());
        let _ = writeln!(text, "{name}: {passed} of {n} pass");
    }
    text
}

/// A row for each exercise.
fn list(report: &SubmissionsReport) -> (Vec<Vec<Cell>>, String) {
    let mut rows = vec![["handed in", "exercise", "grade"].map(head).into()];
    let mut failures = String::new();
    for submission in &report.submissions {
        let name = &submission.name;
        let results = match &submission.results {
            Ok(results) => results,
            Err(reason) => {
                rows.push(vec![
                    Cell::left(name, Style::Plain),
                    Cell::left("", Style::Plain),
                    Cell::left("cannot be read", Style::Bad),
                ]);
                let _ = writeln!(failures, "\n{reason}");
                continue;
            }
        };
        for result in results {
            rows.push(vec![
                Cell::left(name, Style::Plain),
                Cell::left(&result.id, Style::Plain),
                grade(result),
            ]);
            if let Some((what, message)) = &result.failure {
                let message = truncate(message, MAX_BYTES);
                let _ = writeln!(failures, "\n{name}, {}: {what}\n{message}", result.id);
            }
        }
    }
    (rows, failures)
}

/// A row for each person, and a column for each exercise.
fn class(report: &SubmissionsReport) -> (Vec<Vec<Cell>>, String) {
    let mut first = vec![head("who"), head("pass")];
    first.extend(report.exercises.iter().map(|id| head(id)));
    let mut rows = vec![first];
    let mut failures = String::new();
    for submission in &report.submissions {
        rows.push(row(submission, &mut failures));
    }
    (rows, failures)
}

fn row(submission: &Submission, failures: &mut String) -> Vec<Cell> {
    let name = &submission.name;
    let mut row = vec![Cell::left(name, Style::Plain)];
    match &submission.results {
        Err(reason) => {
            row.push(Cell::left("cannot be read", Style::Bad));
            let _ = write!(failures, "\n{reason}\n");
        }
        Ok(results) => {
            row.push(Cell::left(submission.n_passed().to_string(), Style::Plain));
            row.extend(results.iter().map(grade));
            for result in results {
                if let Some((what, message)) = &result.failure {
                    let message = message.trim().lines().next().unwrap_or_default();
                    let message = truncate(message, MAX_LINE);
                    let _ = write!(failures, "\n{name}, {}: {what}: {message}", result.id);
                }
            }
            if results.iter().any(|result| result.failure.is_some()) {
                failures.push('\n');
            }
        }
    }
    row
}

fn head(text: &str) -> Cell {
    Cell::left(text, Style::Head)
}

fn grade(result: &SubmissionResult) -> Cell {
    let style = match result.standing {
        Handed::Graded(Standing::Passed) => Style::Good,
        Handed::NotBegun => Style::Faint,
        _ => Style::Bad,
    };
    Cell::left(result.short(), style)
}
