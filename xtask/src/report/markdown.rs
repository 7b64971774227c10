//! `check --format markdown`: a table, and the first failure of each exercise, for a page or a
//! comment.

use super::cut::cut;
use super::guard::{self, uncoloured};
use super::human::{claim, place, said, speedup};
use super::way::restoring;
use crate::grade::{Grade, Standing};
use crate::run::TestResult;
use catalog::{Workbook, step_of};
use std::fmt::Write as _;

/// Bytes that are kept of a message.
const MESSAGE: usize = 4 << 10;
const NONE: &str = "-";

/// The whole report.
pub fn render(workbook: &Workbook, grades: &[Grade<'_>]) -> String {
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
    guard::text(&text)
}

fn row(grade: &Grade<'_>) -> [String; 8] {
    let exercise = grade.exercise;
    let steps = match grade.standing {
        Standing::Rejected => "does not compile".to_owned(),
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
            fenced(&restoring(workbook, grade)),
        ),
    }
}

/// The first failure of an exercise; nothing where there is none.
fn failure(workbook: &Workbook, grade: &Grade<'_>) -> String {
    let exercise = grade.exercise;
    let (title, message) = match (&grade.rejection, grade.first_failure()) {
        (Some(errors), _) => (" does not compile".to_owned(), uncoloured(errors)),
        (None, Some(test)) => (heading(test), test.message.clone().unwrap_or_default()),
        (None, None) if grade.standing == Standing::Passed => return String::new(),
        (None, None) => (
            " has no graded test that could pass".to_owned(),
            String::new(),
        ),
    };
    let above = grade.first_failure().map_or(String::new(), |test| {
        let place = place(workbook, grade).map_or(String::new(), |place| format!(" (`{place}`)"));
        format!("Claim: {}{place}.\n\n", plain(&claim(&test.name)))
    });
    format!(
        "\n### {} `{id}`{title}\n\n{above}{}\nEdit `{}`, then run `cargo xtask check {id}`. For a hint, \
         run `cargo xtask hint {id}`.\n",
        exercise.number,
        fenced(cut(&message, MESSAGE).trim_end()),
        workbook.show(&exercise.source()),
        id = exercise.id,
    )
}

fn heading(test: &TestResult) -> String {
    format!(", `{}`: {}", step_of(&test.name), said(test.outcome))
}

/// A text that Markdown shows as it is: the fence is longer than any in it.
fn fenced(text: &str) -> String {
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{text}\n{fence}\n")
}

/// A line in which nothing is markup of HTML.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_leaves_its_fence() {
        assert_eq!(fenced("a"), "```text\na\n```\n");
        assert_eq!(fenced("a\n````\nb"), "`````text\na\n````\nb\n`````\n");
    }
}
