//! `watch`: what became of one exercise, for a screen and in lines.

use super::human::{notes, said, trouble};
use super::table::{Look, paint};
use crate::grade::{Grade, Standing};
use crate::run::{TestOutcome, TestResult};
use crate::terminal;
use catalog::{Workbook, step_of};
use std::fmt::Write as _;

/// For a screen: step by step what passed, and the first failure in full.
pub fn screen(workbook: &Workbook, grade: &Grade<'_>) -> String {
    let mut text = String::new();
    let width = grade.steps.iter().map(|step| step.name.len()).max();
    for step in &grade.steps {
        let (mark, look) = match step.passed {
            true => ("✓", Look::Good),
            false => ("✗", Look::Bad),
        };
        let reason = failure_in(grade, &step.name).map_or(String::new(), first_line);
        let line = format!("{:width$}  {reason}", step.name, width = width.unwrap_or(0));
        // Writing to a `String` cannot fail, here and below.
        let _ = writeln!(text, "  {} {}", paint(mark, look), fit(line.trim_end(), 4));
    }
    let columns = terminal::width();
    text += &notes(workbook, std::slice::from_ref(grade), columns);
    text.push('\n');
    match grade.standing {
        Standing::Passed => text += &passed(grade),
        _ => text += &trouble(grade, columns),
    }
    text
}

fn passed(grade: &Grade<'_>) -> String {
    let id = &grade.exercise.id;
    let heap = grade.allocations.map_or(String::new(), |counts| {
        format!(" Heap allocations: {} → {}.", counts.bad, counts.yours)
    });
    let title = format!("{id} passes.");
    format!("{}{heap}\n", paint(&title, Look::Good))
}

/// A line for each step.
pub fn steps(grade: &Grade<'_>) -> Vec<String> {
    let line = |name: &str| match failure_in(grade, name) {
        None => format!("{name}: passed"),
        Some(test) => format!("{name}: {}: {}", said(test.outcome), first_line(test)),
    };
    match grade.standing {
        Standing::Rejected => Vec::new(),
        _ => grade.steps.iter().map(|step| line(&step.name)).collect(),
    }
}

/// The verdict in a line.
pub fn line(grade: &Grade<'_>) -> String {
    let id = &grade.exercise.id;
    let steps = format!("{} of {} steps", grade.steps_passed(), grade.steps.len());
    match grade.standing {
        Standing::Passed => format!("{id}: passes, {steps}"),
        Standing::Rejected => {
            let errors = grade.rejection.as_deref().unwrap_or_default();
            let error = errors.lines().find(|line| !line.trim().is_empty());
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

/// A line that is cut where the screen ends, `taken` columns of which are taken.
fn fit(line: &str, taken: usize) -> String {
    let room = terminal::width()
        .unwrap_or(usize::MAX)
        .saturating_sub(taken);
    if line.chars().count() <= room {
        return line.to_owned();
    }
    let kept: String = line.chars().take(room.saturating_sub(1)).collect();
    kept + "…"
}
