//! `check` for people: a table, the first failure in full, and what to do next.

use crate::report::compiler_errors::first_of_each_kind;
use crate::report::grades::GradesReport;
use crate::report::next_steps::{first_failure, next_steps, restore};
use crate::report::pass::pass;
use crate::report::table::{Cell, Style, paint, render_to_fit};
use crate::report::wrap::wrap;
use grader::protocol::SpeedVerdict;
use grader::results::{Grade, Standing, TestResult};
use std::fmt::Write as _;
use tutor::truncate::{truncate, truncate_lines};
use tutor::words::{claim, outcome, refusal};
use tutor::words::{heap_calls, since, speedup};
use workbook::{Workbook, step_of};

/// How many lines of a message or of compiler errors are shown.
const MAX_LINES: usize = 60;
/// How many bytes are shown, since a line may be long.
const MAX_BYTES: usize = 16 << 10;
const NONE: &str = "-";
/// How far the continuation of a message's line is indented.
const HANGING: usize = 4;
/// The columns that a narrow terminal drops, first the title: the id says as much.
const SPARE: [usize; 3] = [2, 6, 4];

/// The whole report.
pub fn render(report: &GradesReport<'_>) -> String {
    let GradesReport {
        workbook,
        grades,
        columns,
        ..
    } = *report;
    let mut text = table(grades, report.is_measuring, columns);
    text += &notes(workbook, grades, columns);
    let incomplete = grades
        .iter()
        .find(|grade| grade.standing != Standing::Passed);
    text += &match (incomplete, grades) {
        (Some(grade), _) => failure_and_next_steps(workbook, grade, columns),
        (None, [grade]) => format!("\n{}", pass(report, grade, false)),
        (None, grades) => wrap(&all_passed(grades), columns, 0),
    };
    text
}

fn table(grades: &[Grade<'_>], is_measuring: bool, columns: Option<usize>) -> String {
    let head = |text| Cell::left(text, Style::Head);
    let mut rows = vec![vec![
        Cell::right("#", Style::Head),
        head("exercise"),
        head("title"),
        head("steps"),
        head("allocations"),
        head("speedup [99 %]"),
        head("reference"),
        head("star"),
    ]];
    rows.extend(grades.iter().map(|grade| row(grade, is_measuring)));
    render_to_fit(rows, columns, &SPARE)
}

fn row(grade: &Grade<'_>, is_measuring: bool) -> Vec<Cell> {
    let style = match grade.standing {
        Standing::Passed => Style::Good,
        Standing::Failed | Standing::BuildFailed => Style::Bad,
        Standing::NotRun => Style::Faint,
    };
    let steps = match grade.standing {
        Standing::BuildFailed => "no build".to_owned(),
        _ => format!("{}/{}", grade.steps_passed(), grade.steps.len()),
    };
    let allocations = heap_calls(grade).unwrap_or(NONE.to_owned());
    let (speedup, reference) = match &grade.speed {
        Some(timing) => (
            speedup(&timing.yours),
            format!("{:.2}×", timing.reference.ratio),
        ),
        None if is_measuring
            && grade.standing == Standing::Passed
            && grade.exercise.speed.is_some() =>
        {
            // As wide as what comes in its place, so that columns stay where they are.
            ("measuring…        ".to_owned(), "…    ".to_owned())
        }
        None => (NONE.to_owned(), NONE.to_owned()),
    };
    vec![
        Cell::right(grade.exercise.number.to_string(), Style::Plain),
        Cell::left(&*grade.exercise.id, style),
        Cell::left(&*grade.exercise.title, Style::Plain),
        Cell::left(steps, style),
        Cell::left(allocations, Style::Plain),
        Cell::left(speedup, Style::Plain),
        Cell::left(reference, Style::Faint),
        Cell::left(if grade.star { "★" } else { "" }, Style::Good),
    ]
}

/// What deserves a line, whether or not the exercise passes.
pub fn notes(workbook: &Workbook, grades: &[Grade<'_>], columns: Option<usize>) -> String {
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
        if let (Some(timing), Some(what)) = (&grade.speed, &grade.exercise.speed_rests_on)
            && matches!(
                timing.reference.verdict,
                SpeedVerdict::AsFast | SpeedVerdict::Slower
            )
        {
            let _ = writeln!(
                text,
                "\n{id}: not even the solution is faster on this machine; a gain rests on {what}"
            );
        }
        if let Some(note) = grade.speed.as_ref().and_then(|timing| timing.note.as_ref()) {
            let _ = writeln!(text, "\n{id}: {}", shortened(note));
        }
        if let Some(problem) = &grade.speed_problem {
            let problem = shortened(problem);
            // Writing to a `String` cannot fail, here and below.
            let _ = writeln!(text, "\n{id}: no speedup: {problem}");
        }
        if !grade.changed.is_empty() {
            let _ = writeln!(text, "\n{id}: {}", restore(workbook, grade));
        }
    }
    wrap(&text, columns, HANGING)
}

fn all_passed(grades: &[Grade<'_>]) -> String {
    let stars = grades.iter().filter(|grade| grade.star).count();
    let what = format!("all {} pass", grades.len());
    let stars = match stars {
        0 => String::new(),
        n => format!(", {n} with a star"),
    };
    let next = match grades.first() {
        Some(grade) if grade.exercise.has_solution => format!(
            "compare with `cargo xtask solution {}`, or go on with `cargo xtask next`",
            grade.exercise.id
        ),
        _ => "go on with `cargo xtask next`".to_owned(),
    };
    format!("\n{}{stars}.\nnext: {next}\n", paint(&what, Style::Good))
}

/// The first failure of an exercise in full, and what to do.
fn failure_and_next_steps(
    workbook: &Workbook,
    grade: &Grade<'_>,
    columns: Option<usize>,
) -> String {
    let mut text = format!("\n{}\n", failure(grade, columns));
    for line in next_steps(workbook, grade, first_failure(workbook, grade)).lines() {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "  {line}");
    }
    text
}

/// The first failure of an exercise, in full.
pub fn failure(grade: &Grade<'_>, columns: Option<usize>) -> String {
    let id = &grade.exercise.id;
    if grade.standing == Standing::BuildFailed {
        let title = match (grade.refusing_step(), grade.errors.len()) {
            (Some(step), _) => format!("{id} {}", refusal(&step)),
            (None, 0 | 1) => format!("{id} does not compile"),
            (None, n) => format!("{id} does not compile: {n} errors"),
        };
        let title = wrap(&title, columns, 0);
        let errors = truncate(&first_of_each_kind(&grade.errors, MAX_LINES), MAX_BYTES);
        format!("{}\n\n{errors}\n", paint(&title, Style::Bad))
    } else if let Some(test) = grade.first_failure() {
        failed_test(grade, test, columns)
    } else {
        format!("{id} has no graded test that could pass\n")
    }
}

fn failed_test(grade: &Grade<'_>, test: &TestResult, columns: Option<usize>) -> String {
    let step = step_of(&test.name);
    let claim = claim(&test.name);
    let title = format!("{} {step}: {}", grade.exercise.id, outcome(test.outcome));
    let mut text = format!("{}\n", paint(&title, Style::Bad));
    let message = test.message.as_deref().unwrap_or("(no message)");
    let message = wrap(&shortened(message), columns, HANGING);
    let _ = writeln!(text, "\n  claim: {claim}\n\n{message}");
    if let Some(question) = &grade.question {
        let question = format!("  {}", shortened(question));
        let _ = writeln!(
            text,
            "\n{}",
            paint(&wrap(&question, columns, 0), Style::Head)
        );
    }
    if let Some(since) = since(grade) {
        let since = format!("  since the last attempt: {since}");
        let _ = writeln!(text, "\n{}", wrap(&since, columns, HANGING));
    }
    text
}

/// As much of a message as is useful on a screen.
fn shortened(text: &str) -> String {
    truncate_lines(&truncate(text.trim_end(), MAX_BYTES), MAX_LINES)
}
