//! `check --format github-classroom`: what the action `autograding-grading-reporter` reads.
//!
//! A step of the workflow passes the document on, in base64, as an output named `result`, which the
//! reporter gets as an environment variable:
//!
//! ```text
//! cargo xtask check --strict --format github-classroom > result.json || test $? -eq 1
//! echo "result=$(base64 < result.json | tr -d '\n')" >> "$GITHUB_OUTPUT"
//! ```
//!
//! Each step that the untouched starter fails is worth a point, so that no work earns nothing and a
//! full solution earns everything. The other steps, which any version must pass, earn nothing, and
//! if one of them fails, the exercise loses all of its points. With `--strict`, a changed file has
//! the same effect. Tests that a learner adds do not count. The reporter also counts in its own
//! way, by status, so what is worth no point is not listed.
//!
//! The reporter prints messages and code into a log that GitHub reads commands from, so they must
//! hold no command even when decoded. On Linux, an environment variable holds at most 128 KiB:
//! messages and code share the room that the rest leaves.

use super::exporter::{Exporter, Report, ReportKind};
use super::json::document;
use crate::report::ci_escape;
use crate::report::grades::GradesReport;
use crate::report::next_steps::restore;
use crate::report::suites::{BUILD_FAILED, Case, CaseOutcome, Suite, suites};
use anyhow::{Result, bail};
use grader::text::printable_line;
use serde::Serialize;
use std::time::Duration;
use tutor::truncate::truncate;

const VERSION: u32 = 1;
/// The most bytes that are kept of one message, and of the code of one test.
const MAX_QUOTED: usize = 2 << 10;
/// A message needs this many bytes to be useful. It is worth more than the code, so where room is
/// short, the code is left out.
const MIN_QUOTED: usize = 400;
/// The most bytes of the document: in base64, it stays below 128 KiB.
const MAX_BYTES: usize = 88 << 10;

pub(super) const EXPORTER: GithubClassroom = GithubClassroom;

/// The format of this module.
pub(super) struct GithubClassroom;

impl Exporter for GithubClassroom {
    fn name(&self) -> &'static str {
        "github-classroom"
    }

    fn about(&self) -> &'static str {
        "What GitHub Classroom's autograding reporter reads"
    }

    fn kinds(&self) -> &'static [ReportKind] {
        &[ReportKind::Grades]
    }

    fn export(&self, report: &Report<'_>) -> Result<String> {
        match report {
            Report::Grades(grades) => render(grades),
            _ => bail!("GitHub Classroom reads only test results"),
        }
    }
}

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
    /// The reporter adds these up, and requires one for each test.
    score: u32,
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    test_code: Option<String>,
    filename: String,
    /// 0 if it is unknown.
    line_no: usize,
    /// In seconds.
    execution_time: f64,
}

fn render(report: &GradesReport<'_>) -> Result<String> {
    let suites = suites(report);
    let mut tests: Vec<WireTest> = suites
        .iter()
        .flat_map(|suite| points(report, suite))
        .collect();
    let status = if tests.iter().all(|test| test.status == "pass") {
        "pass"
    } else if suites.iter().all(Suite::has_failed_to_build) {
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
    // Messages and code share the room that the rest leaves.
    let n_messages = texts.iter().filter(|[message, _]| message.is_some());
    let room =
        MAX_BYTES.saturating_sub(document::line(&results)?.len()) / n_messages.count().max(1);
    let has_code = room >= 2 * MIN_QUOTED;
    let room = (if has_code { room / 2 } else { room }).min(MAX_QUOTED);
    for (test, [message, code]) in results.tests.iter_mut().zip(texts) {
        test.message = message.map(|text| quoted(&text, room));
        test.test_code = code.filter(|_| has_code).map(|code| quoted(&code, room));
    }
    document::line(&results)
}

/// A text that takes at most `room` bytes of the document, and puts no command into the reporter's
/// log.
fn quoted(text: &str, room: usize) -> String {
    let mut limit = room;
    loop {
        // Truncated before it is escaped: the note on what was left out is a new line.
        let quoted = ci_escape::plain(&truncate(text, limit));
        let length = serde_json::to_string(&quoted).map_or(0, |json| json.len());
        if length <= room || limit < 100 {
            return quoted;
        }
        limit = limit * 9 / 10;
    }
}

/// The points of an exercise.
fn points(report: &GradesReport<'_>, suite: &Suite<'_>) -> Vec<WireTest> {
    let exercise = suite.grade.exercise;
    let shipped: Vec<&Case> = suite.cases.iter().filter(|case| case.is_shipped).collect();
    let mut steps: Vec<&str> = shipped.iter().map(|case| &*case.step).collect();
    steps.dedup();
    let is_counted = |step: &str| {
        let fails = &exercise.starter_fails;
        fails.is_empty() || fails.iter().any(|name| name == step)
    };
    let spoiler = spoiler(report, suite).or_else(|| {
        let mut others = shipped.iter().filter(|case| !is_counted(&case.step));
        let failing = others.find(|case| case.outcome != CaseOutcome::Passed)?;
        Some((status(failing), explained(report, suite, failing)))
    });
    let counted = steps.into_iter().filter(|step| is_counted(step));
    let points = counted.map(|step| {
        let of_step = || shipped.iter().filter(|case| case.step == step);
        let failing = of_step().find(|case| case.outcome != CaseOutcome::Passed);
        let elapsed = of_step().map(|case| case.elapsed).sum();
        let first = of_step().next();
        // Steps are listed from the cases, so each has a case.
        let shown = failing.or(first).expect("the step of some case");
        let verdict = match (&spoiler, failing) {
            (Some((status, message)), _) => Some((*status, message.clone())),
            (None, Some(case)) => Some((status(case), explained(report, suite, case))),
            (None, None) => None,
        };
        point(report, suite, shown, elapsed, verdict)
    });
    points.collect()
}

/// What costs an exercise all of its points, whatever its tests say.
fn spoiler(report: &GradesReport<'_>, suite: &Suite<'_>) -> Option<(&'static str, String)> {
    let grade = suite.grade;
    let id = &grade.exercise.id;
    if report.is_strict && !grade.changed.is_empty() {
        return Some(("fail", format!("{id}: {}", restore(report.workbook, grade))));
    }
    let is_build = |case: &&Case| case.outcome == CaseOutcome::Errored(BUILD_FAILED);
    let build = suite.cases.iter().find(is_build)?;
    let errors = suite.explained(report.workbook, build, usize::MAX);
    Some(("error", format!("{id} does not compile:\n{errors}")))
}

/// What went wrong in a case. Of an error, the reporter prints only this, so the name comes first.
fn explained(report: &GradesReport<'_>, suite: &Suite<'_>, case: &Case) -> String {
    let message = suite.explained(report.workbook, case, usize::MAX);
    format!("{}: {message}", name(suite, case))
}

fn status(case: &Case) -> &'static str {
    match case.outcome {
        CaseOutcome::Passed => "pass",
        CaseOutcome::Failed => "fail",
        CaseOutcome::Errored(_) | CaseOutcome::Skipped => "error",
    }
}

fn name(suite: &Suite<'_>, case: &Case) -> String {
    let id = &suite.grade.exercise.id;
    let name = match case.task() {
        Some((number, step)) => format!("{id} {number} {step}: {}", case.claim()),
        None => format!("{id}: {}", case.claim()),
    };
    ci_escape::plain(&printable_line(&name))
}

/// The point for a step, represented by one of its cases; with a verdict, the step earns none.
fn point(
    report: &GradesReport<'_>,
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
        // A pass needs no explanation, and room is short.
        test_code: source
            .filter(|_| status != "pass")
            .map(|source| source.code.clone()),
        message,
        filename: printable_line(
            &report
                .workbook
                .show(source.map_or(folder, |source| &source.file)),
        ),
        line_no: source.map_or(0, |source| source.line),
        execution_time: elapsed.as_millis() as f64 / 1e3,
    }
}
