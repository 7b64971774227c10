//! What `watch` shows of a grade: a text on a screen, or lines.

use super::format::human_grades::{failure, notes};
use super::grades::GradesReport;
use super::pass::pass;
use super::table::{Style, paint};
use crate::terminal;
use console::truncate_str;
use grader::diagnostic::Diagnostic;
use grader::results::{Grade, Standing, TestOutcome, TestResult};
use std::fmt::Write as _;
use tutor::words::outcome;
use workbook::step_of;

/// For a screen: what a pass says, or whether each step passed, and the first failure in full.
pub fn screen(report: &GradesReport<'_>, grade: &Grade<'_>) -> String {
    let workbook = report.workbook;
    if grade.standing == Standing::Passed {
        let notes = notes(workbook, std::slice::from_ref(grade), report.columns);
        return format!("{}{notes}", pass(report, grade, true));
    }
    let mut text = String::new();
    let width = grade.steps.iter().map(|step| step.name.len()).max();
    for step in &grade.steps {
        let (mark, style) = match step.passed {
            true => ("✓", Style::Good),
            false => ("✗", Style::Bad),
        };
        let reason = failure_in(grade, &step.name).map_or(String::new(), first_line);
        let line = format!("{:width$}  {reason}", step.name, width = width.unwrap_or(0));
        // Writing to a `String` cannot fail, here and below.
        let _ = writeln!(text, "  {} {}", paint(mark, style), fit(line.trim_end(), 4));
    }
    text += &notes(workbook, std::slice::from_ref(grade), report.columns);
    text.push('\n');
    text += &failure(grade, report.columns);
    text
}

/// A line for each step.
pub fn steps(grade: &Grade<'_>) -> Vec<String> {
    let line = |name: &str| match failure_in(grade, name) {
        None => format!("{name}: passed"),
        Some(test) => format!("{name}: {}: {}", outcome(test.outcome), first_line(test)),
    };
    match grade.standing {
        Standing::BuildFailed => Vec::new(),
        _ => grade.steps.iter().map(|step| line(&step.name)).collect(),
    }
}

/// The verdict in a line.
pub fn line(grade: &Grade<'_>) -> String {
    let id = &grade.exercise.id;
    let steps = format!("{} of {} steps", grade.steps_passed(), grade.steps.len());
    match grade.standing {
        Standing::Passed => format!("{id}: passes, {steps}"),
        Standing::BuildFailed => {
            let error = grade.errors.first().map(Diagnostic::headline);
            format!("{id}: does not compile: {}", error.unwrap_or_default())
        }
        Standing::Failed | Standing::NotRun => format!("{id}: does not pass, {steps}"),
    }
}

fn failure_in<'a>(grade: &'a Grade<'_>, step: &str) -> Option<&'a TestResult> {
    let mut tests = grade.tests.iter();
    tests.find(|test| step_of(&test.name) == step && test.outcome != TestOutcome::Pass)
}

fn first_line(test: &TestResult) -> String {
    let message = test.message.as_deref().unwrap_or_default();
    let line = message.lines().find(|line| !line.trim().is_empty());
    line.unwrap_or_default().trim().to_owned()
}

/// Truncates a line to the screen; `taken` of its columns are not available.
fn fit(line: &str, taken: usize) -> String {
    let columns = terminal::width().unwrap_or(usize::MAX);
    truncate_str(line, columns.saturating_sub(taken), "…").into_owned()
}
