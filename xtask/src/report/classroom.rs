//! `check --format github-classroom`: what the action `autograding-grading-reporter` reads.
//!
//! A step of the workflow hands the document on, in base64, as an output named `result`, and the
//! reporter gets it from a variable of the environment:
//!
//! ```text
//! cargo xtask check --strict --format github-classroom > result.json || test $? -eq 1
//! echo "result=$(base64 < result.json | tr -d '\n')" >> "$GITHUB_OUTPUT"
//! ```
//!
//! Each graded test that was shipped is worth a point; one that a learner adds is not listed, since the
//! reporter also counts its own way, by status. With `--strict`, tests that were changed prove nothing,
//! and fail. The reporter prints messages and code into a log that GitHub reads commands from, so that
//! none may be in them even once they are decoded. A variable of the environment holds 128 KiB at most
//! on Linux: what is quoted shares the room there is.

use super::cases::{Case, Outcome, REJECTED, Suite, suites};
use super::cut::cut;
use super::{guard, json};
use crate::grade::Grade;
use anyhow::Result;
use catalog::Workbook;
use serde::Serialize;

const VERSION: u32 = 1;
/// The most bytes that are kept of one message.
const MESSAGE: usize = 2 << 10;
/// The most bytes of all messages and all code together. In base64, with the rest of the document,
/// they stay below 128 KiB.
const ALL: usize = 24 << 10;
/// Below this, a message says nothing.
const LEAST: usize = 120;

#[derive(Serialize)]
struct WireResults {
    version: u32,
    status: &'static str,
    max_score: usize,
    tests: Vec<WireTest>,
}

#[derive(Serialize)]
struct WireTest {
    name: String,
    status: &'static str,
    /// The reporter adds these up, and must find one everywhere.
    score: u32,
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    test_code: Option<String>,
    filename: String,
    /// 0 where it is not known.
    line_no: usize,
    /// In seconds.
    execution_time: f64,
}

/// The document for these grades.
pub fn render(workbook: &Workbook, grades: &[Grade<'_>], strict: bool) -> Result<String> {
    let suites = suites(grades, strict);
    let mut tests: Vec<WireTest> = suites
        .iter()
        .flat_map(|suite| points(workbook, suite, strict))
        .collect();
    let status = if tests.iter().all(|test| test.status == "pass") {
        "pass"
    } else if suites.iter().all(Suite::is_rejected) {
        "error"
    } else {
        "fail"
    };
    let texts = |test: &WireTest| {
        usize::from(test.message.is_some()) + usize::from(test.test_code.is_some())
    };
    let n_texts: usize = tests.iter().map(texts).sum();
    let room = (ALL / n_texts.max(1)).clamp(LEAST, MESSAGE);
    for test in &mut tests {
        for text in [&mut test.message, &mut test.test_code] {
            *text = text.take().map(|text| guard::text(&cut(&text, room)));
        }
    }
    json::document(&WireResults {
        version: VERSION,
        status,
        max_score: tests.len(),
        tests,
    })
}

/// The tests that were shipped with an exercise.
fn points(workbook: &Workbook, suite: &Suite<'_>, strict: bool) -> Vec<WireTest> {
    let changed = suite.grade.changed.join(", ");
    let is_void = strict && !changed.is_empty();
    let is_rejection = |case: &&Case| case.outcome == Outcome::Errored(REJECTED);
    let rejection = suite.cases.iter().find(is_rejection);
    let mut rejection = rejection.map(|case| format!("it does not compile:\n{}", case.message));
    let shipped = suite.cases.iter().filter(|case| case.is_shipped);
    let tests = shipped.map(|case| {
        let (status, message) = match case.outcome {
            _ if is_void => ("fail", Some(format!("not as it was shipped: {changed}"))),
            Outcome::Passed => ("pass", None),
            Outcome::Failed => ("fail", Some(case.message.clone())),
            Outcome::Errored(_) => ("error", Some(case.message.clone())),
            // The compiler's errors stand in one place, and are long enough.
            Outcome::Skipped => ("error", rejection.take()),
        };
        test(workbook, suite, case, status, message)
    });
    tests.collect()
}

fn test(
    workbook: &Workbook,
    suite: &Suite<'_>,
    case: &Case,
    status: &'static str,
    message: Option<String>,
) -> WireTest {
    let id = &suite.grade.exercise.id;
    let name = match case.task() {
        Some((number, step)) => format!("{id} {number} {step}: {}", case.claim()),
        None => format!("{id}: {}", case.claim()),
    };
    let source = case.source.as_ref();
    let folder = &suite.grade.exercise.folder;
    WireTest {
        // Of an error, the reporter prints the message alone.
        message: match (status, message) {
            ("error", Some(message)) => Some(format!("{name}: {}", message.trim_end())),
            ("error", None) => Some(format!("{name}: it was not run")),
            (_, message) => message.map(|message| message.trim_end().to_owned()),
        },
        name,
        status,
        score: u32::from(status == "pass"),
        // What passed needs no explanation, and the room is little.
        test_code: source
            .filter(|_| status != "pass")
            .map(|source| source.code.clone()),
        filename: workbook.show(source.map_or(folder, |source| &source.file)),
        line_no: source.map_or(0, |source| source.line),
        execution_time: case.elapsed.as_millis() as f64 / 1e3,
    }
}
