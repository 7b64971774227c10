//! `check --format markdown`: a table, and the first failure of each exercise, for a page or a
//! comment.

use super::escape::plain;
use crate::report::ci_escape::{self, uncoloured};
use crate::report::grades::GradesReport;
use crate::report::next_steps::{first_failure, restore};
use grader::diagnostic::rendered;
use grader::results::{Grade, Standing, TestResult};
use std::fmt::Write as _;
use tutor::truncate::truncate;
use tutor::words::speedup;
use tutor::words::{claim, outcome};
use workbook::{Workbook, step_of};

/// How many bytes of a message are kept.
const MAX_BYTES: usize = 4 << 10;
const NONE: &str = "-";

/// The whole report.
pub(super) fn render(report: &GradesReport<'_>) -> String {
    let GradesReport {
        workbook, grades, ..
    } = *report;
    let passed = grades
        .iter()
        .filter(|grade| grade.standing == Standing::Passed);
    let mut text = format!(
        "**{} of {} exercises pass.**\n\n\
         | # | exercise | title | steps | allocations | speedup [99 %] | reference | star |\n\
         |---:|---|---|---|---|---|---|---|\n",
        passed.count(),
        grades.len()
    );
    for grade in grades {
        let cells = row(grade).map(|cell| cell.replace('|', "\\|"));
        // Writing to a `String` cannot fail, here and below.
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    for grade in grades {
        text += &changed(workbook, grade);
        text += &failure(workbook, grade);
    }
    ci_escape::text(&text)
}

fn row(grade: &Grade<'_>) -> [String; 8] {
    let exercise = grade.exercise;
    let steps = match grade.standing {
        Standing::BuildFailed => "does not compile".to_owned(),
        _ => format!("{}/{}", grade.steps_passed(), grade.steps.len()),
    };
    let allocations = grade
        .allocations
        .map(|counts| format!("{} → {}", counts.bad, counts.yours));
    let timing = grade.speed.as_ref();
    let reference = timing.map(|timing| format!("{:.2}×", timing.reference.ratio));
    let or_none = |cell: Option<String>| cell.unwrap_or(NONE.to_owned());
    [
        exercise.number.to_string(),
        format!("`{}`", exercise.id),
        plain(&exercise.title),
        steps,
        or_none(allocations),
        or_none(timing.map(|timing| speedup(&timing.yours))),
        or_none(reference),
        if grade.star { "★" } else { "" }.to_owned(),
    ]
}

fn changed(workbook: &Workbook, grade: &Grade<'_>) -> String {
    match grade.changed.is_empty() {
        true => String::new(),
        false => format!(
            "\n### {} `{}` is not as it was shipped\n\n{}",
            grade.exercise.number,
            grade.exercise.id,
            fenced(&restore(workbook, grade)),
        ),
    }
}

/// The first failure of an exercise; empty if it passes.
fn failure(workbook: &Workbook, grade: &Grade<'_>) -> String {
    let exercise = grade.exercise;
    let (title, message) = match (grade.standing, grade.first_failure()) {
        (Standing::BuildFailed, _) => {
            let errors = uncoloured(&rendered(&grade.errors));
            (" does not compile".to_owned(), errors)
        }
        (_, Some(test)) => (heading(test), test.message.clone().unwrap_or_default()),
        (Standing::Passed, None) => return String::new(),
        (_, None) => (
            " has no graded test that could pass".to_owned(),
            String::new(),
        ),
    };
    let above = grade.first_failure().map_or(String::new(), |test| {
        let place = first_failure(workbook, grade);
        let place = place.map_or(String::new(), |place| format!(" (`{place}`)"));
        format!("Claim: {}{place}.\n\n", plain(&claim(&test.name)))
    });
    let question = grade.question.as_ref();
    let question = question.map_or(String::new(), |question| {
        format!("\n**{}**\n", question.trim())
    });
    format!(
        "\n### {} `{id}`{title}\n\n{above}{}{question}\nEdit `{}`, then run `cargo xtask check {id}`. For a hint, \
         run `cargo xtask hint {id}`.\n",
        exercise.number,
        fenced(truncate(&message, MAX_BYTES).trim_end()),
        workbook.show(&exercise.source()),
        id = exercise.id,
    )
}

fn heading(test: &TestResult) -> String {
    format!(", `{}`: {}", step_of(&test.name), outcome(test.outcome))
}

/// A text in a fence that is longer than any in the text.
fn fenced(text: &str) -> String {
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{text}\n{fence}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_escapes_its_fence() {
        assert_eq!(fenced("a"), "```text\na\n```\n");
        assert_eq!(fenced("a\n````\nb"), "`````text\na\n````\nb\n`````\n");
    }
}
