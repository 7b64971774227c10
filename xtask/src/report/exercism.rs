//! `check --format exercism`: the `results.json` of a test runner, version 3 of Exercism's interface.
//!
//! Of one exercise, each test is linked to its step by `task_id`. Of several, whose steps have the
//! same numbers, the name says which exercise a test belongs to. `status` is `error` only where no
//! test was run at all; then `message` holds the compiler's errors. Exercism shows the first failure,
//! so that the order is that of teaching.
//!
//! Its interface asks for an exit code of 0 wherever the runner itself worked. Ours is 1 where a test
//! does not pass, as with every format: the script around it takes both for success.

use super::cases::{Case, Outcome, Suite, suites};
use super::cut::cut;
use super::json;
use crate::grade::Grade;
use anyhow::Result;
use catalog::Workbook;
use serde::Serialize;

const VERSION: u32 = 3;
/// What the interface allows for a message: so many characters, and fewer where they take more than
/// a byte.
const MESSAGE: usize = 65_535;

#[derive(Serialize)]
struct WireResults {
    version: u32,
    status: &'static str,
    message: Option<String>,
    tests: Vec<WireTest>,
}

#[derive(Serialize)]
struct WireTest {
    name: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    task_id: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    test_code: Option<String>,
}

/// The document for these grades.
pub fn render(workbook: &Workbook, grades: &[Grade<'_>], strict: bool) -> Result<String> {
    let suites = suites(workbook, grades, strict);
    let is_alone = suites.len() == 1;
    let cases = || suites.iter().flat_map(|suite| &suite.cases);
    let is_rejected = suites.iter().all(Suite::is_rejected);
    let status = match is_rejected {
        true => "error",
        false if cases().all(|case| case.outcome == Outcome::Passed) => "pass",
        false => "fail",
    };
    let rejection = || {
        let errors = cases().find(|case| matches!(case.outcome, Outcome::Errored(_)));
        errors.map_or(String::new(), |case| cut(&case.message, MESSAGE))
    };
    let tests = suites.iter().filter(|_| !is_rejected).flat_map(|suite| {
        let cases = suite.cases.iter();
        cases.map(move |case| test(suite, case, is_alone))
    });
    json::document(&WireResults {
        version: VERSION,
        status,
        message: is_rejected.then(rejection),
        tests: tests.collect(),
    })
}

fn test(suite: &Suite<'_>, case: &Case, is_alone: bool) -> WireTest {
    let task = case.task();
    let mut name = match &task {
        Some((_, step)) => format!("{step}: {}", case.claim()),
        None => case.claim(),
    };
    if !is_alone {
        name = format!("{}: {name}", suite.grade.exercise.id);
    }
    let status = match case.outcome {
        Outcome::Passed => "pass",
        Outcome::Failed => "fail",
        Outcome::Errored(_) | Outcome::Skipped => "error",
    };
    let message = match case.outcome {
        Outcome::Passed => None,
        Outcome::Skipped => Some("it was not run, since the exercise does not compile".to_owned()),
        Outcome::Failed | Outcome::Errored(_) => Some(cut(&case.message, MESSAGE)),
    };
    WireTest {
        name,
        status,
        message,
        task_id: task.map(|(number, _)| number).filter(|_| is_alone),
        test_code: case.source.as_ref().map(|source| source.code.clone()),
    }
}
