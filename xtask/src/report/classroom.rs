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
//! A point is given for each step in which the untouched starter fails: who did nothing has none, and
//! who solved everything has all. The other steps, which any version must pass, give no points, and
//! cost the exercise all of its own when one fails. So does, with `--strict`, a file that was changed. A
//! test that a learner adds counts for nothing. The reporter also counts its own way, by status: what is
//! worth no point is not listed.
//!
//! It prints messages and code into a log that GitHub reads commands from, so that none may be in them
//! even once they are decoded. A variable of the environment holds 128 KiB at most on Linux: what is
//! quoted shares the room there is.

use super::cases::{Case, Outcome, REJECTED, Suite, suites};
use super::cut::cut;
use super::way::restoring;
use super::{guard, json};
use crate::grade::Grade;
use anyhow::Result;
use catalog::Workbook;
use serde::Serialize;
use std::time::Duration;

const VERSION: u32 = 1;
/// The most bytes that are kept of one message, and of the code of one test.
const MOST: usize = 2 << 10;
/// Below this, a message says nothing: what it says is worth more than the code.
const LEAST: usize = 400;
/// Bytes of the document. In base64 they stay below 128 KiB.
const ALL: usize = 88 << 10;

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
    let suites = suites(workbook, grades, strict);
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
    let texts: Vec<[Option<String>; 2]> = tests
        .iter_mut()
        .map(|test| [test.message.take(), test.test_code.take()])
        .collect();
    let mut results = WireResults {
        version: VERSION,
        status,
        max_score: tests.len(),
        tests,
    };
    // What is quoted shares what the rest leaves.
    let n_messages = texts.iter().filter(|[message, _]| message.is_some());
    let room = ALL.saturating_sub(json::line(&results)?.len()) / n_messages.count().max(1);
    let has_code = room >= 2 * LEAST;
    let room = (if has_code { room / 2 } else { room }).min(MOST);
    for (test, [message, code]) in results.tests.iter_mut().zip(texts) {
        test.message = message.map(|text| quoted(&text, room));
        test.test_code = code.filter(|_| has_code).map(|code| quoted(&code, room));
    }
    json::line(&results)
}

/// A text of which the document gets at most so many bytes, and the reporter's log no command.
fn quoted(text: &str, room: usize) -> String {
    let mut limit = room;
    loop {
        // Only then: a line may begin where something was left out.
        let quoted = guard::text(&cut(text, limit));
        let length = serde_json::to_string(&quoted).map_or(0, |json| json.len());
        if length <= room || limit < 100 {
            return quoted;
        }
        limit = limit * 9 / 10;
    }
}

/// The points of an exercise.
fn points(workbook: &Workbook, suite: &Suite<'_>, strict: bool) -> Vec<WireTest> {
    let exercise = suite.grade.exercise;
    let shipped: Vec<&Case> = suite.cases.iter().filter(|case| case.is_shipped).collect();
    let mut steps: Vec<&str> = shipped.iter().map(|case| &*case.step).collect();
    steps.dedup();
    let is_counted = |step: &str| {
        let fails = &exercise.starter_fails;
        fails.is_empty() || fails.iter().any(|one| one == step)
    };
    let spoiler = spoiler(workbook, suite, strict).or_else(|| {
        let mut others = shipped.iter().filter(|case| !is_counted(&case.step));
        let open = others.find(|case| case.outcome != Outcome::Passed)?;
        Some((status(open), explained(workbook, suite, open)))
    });
    let counted = steps.into_iter().filter(|step| is_counted(step));
    let points = counted.map(|step| {
        let of_step = || shipped.iter().filter(|case| case.step == step);
        let open = of_step().find(|case| case.outcome != Outcome::Passed);
        let elapsed = of_step().map(|case| case.elapsed).sum();
        let first = of_step().next();
        // A step has a test, or it would not be one.
        let shown = open.or(first).expect("the step of some case");
        let verdict = match (&spoiler, open) {
            (Some((status, message)), _) => Some((*status, message.clone())),
            (None, Some(case)) => Some((status(case), explained(workbook, suite, case))),
            (None, None) => None,
        };
        point(workbook, suite, shown, elapsed, verdict)
    });
    points.collect()
}

/// What costs an exercise all of its points, whatever its tests say.
fn spoiler(workbook: &Workbook, suite: &Suite<'_>, strict: bool) -> Option<(&'static str, String)> {
    let grade = suite.grade;
    let id = &grade.exercise.id;
    if strict && !grade.changed.is_empty() {
        return Some(("fail", format!("{id}: {}", restoring(workbook, grade))));
    }
    let is_rejection = |case: &&Case| case.outcome == Outcome::Errored(REJECTED);
    let rejection = suite.cases.iter().find(is_rejection)?;
    let rejection = suite.explained(workbook, rejection, usize::MAX);
    Some(("error", format!("{id} does not compile:\n{rejection}")))
}

/// What went wrong in a case. Of an error, the reporter prints nothing else: its name comes first.
fn explained(workbook: &Workbook, suite: &Suite<'_>, case: &Case) -> String {
    let message = suite.explained(workbook, case, usize::MAX);
    format!("{}: {message}", name(suite, case))
}

fn status(case: &Case) -> &'static str {
    match case.outcome {
        Outcome::Passed => "pass",
        Outcome::Failed => "fail",
        Outcome::Errored(_) | Outcome::Skipped => "error",
    }
}

fn name(suite: &Suite<'_>, case: &Case) -> String {
    let id = &suite.grade.exercise.id;
    match case.task() {
        Some((number, step)) => format!("{id} {number} {step}: {}", case.claim()),
        None => format!("{id}: {}", case.claim()),
    }
}

/// The point for a step, shown by one of its cases; with a verdict, there is none.
fn point(
    workbook: &Workbook,
    suite: &Suite<'_>,
    case: &Case,
    elapsed: Duration,
    verdict: Option<(&'static str, String)>,
) -> WireTest {
    let source = case.source.as_ref();
    let folder = &suite.grade.exercise.folder;
    let (status, message) = match verdict {
        Some((status, message)) => (status, Some(message.trim_end().to_owned())),
        None => ("pass", None),
    };
    WireTest {
        name: name(suite, case),
        status,
        score: u32::from(status == "pass"),
        // What passed needs no explanation, and the room is little.
        test_code: source
            .filter(|_| status != "pass")
            .map(|source| source.code.clone()),
        message,
        filename: workbook.show(source.map_or(folder, |source| &source.file)),
        line_no: source.map_or(0, |source| source.line),
        execution_time: elapsed.as_millis() as f64 / 1e3,
    }
}
