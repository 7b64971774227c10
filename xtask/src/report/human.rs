//! `check` for people: a table, the first failure in full, and what to do next.

use super::cut::{cut, cut_lines};
use super::errors;
use super::fit::{unbroken, wrap};
use super::table::{Cell, Look, paint, render_to_fit};
use super::way::{restoring, way_on};
use crate::facts::{Speed, Verdict};
use crate::grade::{Grade, Standing};
use crate::run::{TestOutcome, TestResult};
use catalog::{Workbook, source, step_of};
use std::fmt::Write as _;

/// Lines of a message or of compiler errors that are shown; the rest is counted.
const MAX_LINES: usize = 60;
/// Bytes of it, since a line may be long.
const MESSAGE: usize = 16 << 10;
const NONE: &str = "-";
/// By how much a line of a message that goes on is indented.
const HANGING: usize = 4;
/// Before each line of what a step's file says first.
const DOC: &str = "//!";
/// Where the lines of a step's file end.
const SOURCE: usize = 100;
/// What a narrow terminal does without, first the title: the id says what is meant.
const SPARE: [usize; 3] = [2, 6, 4];

/// The whole report, for a terminal of so many columns.
pub fn render_check(workbook: &Workbook, grades: &[Grade<'_>], columns: Option<usize>) -> String {
    let mut text = table(grades, columns);
    text += &notes(workbook, grades, columns);
    let open = grades
        .iter()
        .find(|grade| grade.standing != Standing::Passed);
    text += &match open {
        Some(grade) => failure(workbook, grade, columns),
        None => all_passed(grades),
    };
    text
}

fn table(grades: &[Grade<'_>], columns: Option<usize>) -> String {
    let head = |text| Cell::left(text, Look::Head);
    let mut rows = vec![vec![
        Cell::right("#", Look::Head),
        head("exercise"),
        head("title"),
        head("steps"),
        head("allocations"),
        head("speedup [99 %]"),
        head("reference"),
        head("star"),
    ]];
    rows.extend(grades.iter().map(row));
    render_to_fit(rows, columns, &SPARE)
}

fn row(grade: &Grade<'_>) -> Vec<Cell> {
    let look = match grade.standing {
        Standing::Passed => Look::Good,
        Standing::Failed | Standing::Rejected => Look::Bad,
        Standing::NotRun => Look::Faint,
    };
    let steps = match grade.standing {
        Standing::Rejected => "no build".to_owned(),
        _ => format!("{}/{}", grade.steps_passed(), grade.steps.len()),
    };
    let allocations = grade.allocations.map_or(NONE.to_owned(), |counts| {
        format!("{} → {}", counts.bad, counts.yours)
    });
    let (speedup, reference) = match &grade.speed {
        Some(timing) => (
            speedup(&timing.yours),
            format!("{:.2}×", timing.reference.ratio),
        ),
        None => (NONE.to_owned(), NONE.to_owned()),
    };
    vec![
        Cell::right(grade.exercise.number.to_string(), Look::Plain),
        Cell::left(&*grade.exercise.id, look),
        Cell::left(&*grade.exercise.title, Look::Plain),
        Cell::left(steps, look),
        Cell::left(allocations, Look::Plain),
        Cell::left(speedup, Look::Plain),
        Cell::left(reference, Look::Faint),
        Cell::left(if grade.star { "★" } else { "" }, Look::Good),
    ]
}

/// The verdict, the ratio and its interval.
pub fn speedup(speed: &Speed) -> String {
    let Speed {
        ratio, low, high, ..
    } = speed;
    match speed.verdict {
        Verdict::Faster => format!("{ratio:.2}× [{low:.2}, {high:.2}]"),
        Verdict::NotFaster => format!("not faster {ratio:.2}× [{low:.2}, {high:.2}]"),
        Verdict::TooNoisy => format!("too noisy {ratio:.2}× [{low:.2}, {high:.2}]"),
    }
}

/// What is worth a line, whatever passed.
pub(super) fn notes(workbook: &Workbook, grades: &[Grade<'_>], columns: Option<usize>) -> String {
    let mut text = String::new();
    for grade in grades {
        let id = &grade.exercise.id;
        if let Some(reason) = grade
            .speed
            .as_ref()
            .and_then(|timing| timing.yours.details.reason.as_ref())
        {
            let _ = writeln!(text, "\n{id}: too noisy to say; {reason}");
        }
        if let Some(problem) = &grade.speed_problem {
            let problem = shown(problem);
            // Writing to a `String` cannot fail, here and below.
            let _ = writeln!(text, "\n{id}: no speedup: {problem}");
        }
        if !grade.changed.is_empty() {
            let _ = writeln!(text, "\n{id}: {}", restoring(workbook, grade));
        }
    }
    wrap(&text, columns, HANGING)
}

fn all_passed(grades: &[Grade<'_>]) -> String {
    let stars = grades.iter().filter(|grade| grade.star).count();
    let what = match grades {
        [one] => format!("{} passes", one.exercise.id),
        several => format!("all {} pass", several.len()),
    };
    let stars = match stars {
        0 => String::new(),
        1 if grades.len() == 1 => ", with a star".to_owned(),
        n => format!(", {n} with a star"),
    };
    format!(
        "\n{}{stars}.\nnext: compare with `cargo xtask solution {}`, or go on with `cargo xtask next`\n",
        paint(&what, Look::Good),
        grades.first().map_or("", |grade| &grade.exercise.id),
    )
}

/// The first failure of an exercise in full, and what to do.
fn failure(workbook: &Workbook, grade: &Grade<'_>, columns: Option<usize>) -> String {
    let mut text = format!("\n{}\n", trouble(grade, columns));
    for line in way_on(workbook, grade, place(workbook, grade)).lines() {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "  {line}");
    }
    text
}

/// Where the first test that does not pass stands.
pub fn place(workbook: &Workbook, grade: &Grade<'_>) -> Option<String> {
    let test = grade.first_failure()?;
    source(grade.exercise, &test.name).map(|source| source.place(workbook))
}

/// The first failure of an exercise, in full.
pub(super) fn trouble(grade: &Grade<'_>, columns: Option<usize>) -> String {
    let id = &grade.exercise.id;
    if let Some(errors) = &grade.rejection {
        let title = match errors::count(errors) {
            0 | 1 => format!("{id} does not compile"),
            n => format!("{id} does not compile: {n} errors"),
        };
        let errors = cut(&errors::first_of_each_kind(errors, MAX_LINES), MESSAGE);
        format!("{}\n\n{errors}\n", paint(&title, Look::Bad))
    } else if let Some(test) = grade.first_failure() {
        failed_test(grade, test, columns)
    } else {
        format!("{id} has no graded test that could pass\n")
    }
}

fn failed_test(grade: &Grade<'_>, test: &TestResult, columns: Option<usize>) -> String {
    let step = step_of(&test.name);
    let claim = claim(&test.name);
    let title = format!("{} {step}: {}", grade.exercise.id, said(test.outcome));
    let mut text = format!("{}\n", paint(&title, Look::Bad));
    let lesson = lesson(grade, step, columns);
    if !lesson.is_empty() {
        let _ = writeln!(text, "\n{lesson}");
    }
    let message = test.message.as_deref().unwrap_or("(no message)");
    let message = wrap(&shown(message), columns, HANGING);
    let _ = writeln!(text, "\n  claim: {claim}\n\n{message}");
    text
}

/// What a test claims, in words.
pub fn claim(test: &str) -> String {
    let name = test.strip_prefix(step_of(test)).unwrap_or(test);
    name.trim_start_matches("::").replace('_', " ")
}

/// How a test ended, in a word or two.
pub fn said(outcome: TestOutcome) -> &'static str {
    match outcome {
        TestOutcome::Pass => "passed",
        TestOutcome::Fail => "failed",
        TestOutcome::Aborted { .. } => "aborted",
        TestOutcome::TimedOut => "timed out",
        TestOutcome::OutOfMemory => "ran out of memory",
    }
}

/// What the step's file says first: the task.
fn lesson(grade: &Grade<'_>, step: &str, columns: Option<usize>) -> String {
    let text = std::fs::read_to_string(grade.exercise.step_file(step)).unwrap_or_default();
    let lines = text.lines().map_while(|line| line.strip_prefix(DOC));
    let mut text = lines.map(str::trim).collect::<Vec<_>>().join("\n");
    if columns.is_some_and(|columns| columns < SOURCE) {
        text = unbroken(&text, SOURCE, DOC.len() + 1);
    }
    let lines = text.lines().map(|line| format!("  {line}"));
    let lines = lines.map(|line| line.trim_end().to_owned());
    wrap(&lines.collect::<Vec<_>>().join("\n"), columns, 0)
}

/// As much of a message as a screen has use for.
fn shown(text: &str) -> String {
    cut_lines(&cut(text.trim_end(), MESSAGE), MAX_LINES)
}
