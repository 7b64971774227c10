//! `check --format exercism`: the `results.json` of a test runner, version 3 of Exercism's
//! interface.
//!
//! For one exercise, `task_id` links each test to its step. For several, whose steps have the same
//! numbers, the name says which exercise a test belongs to. `status` is `error` only if no test ran
//! at all; `message` then holds the compiler's errors. Exercism shows the first failure, so tests
//! are in teaching order.
//!
//! The interface requires an exit code of 0 whenever the runner itself worked. Ours is 1 if a test
//! does not pass, as with every format: a script around it must treat both as success.

use super::exporter::{Exporter, Report, ReportKind};
use super::json::document;
use crate::report::grades::GradesReport;
use crate::report::suites::{Case, CaseOutcome, Suite, suites};
use anyhow::{Result, bail};
use serde::Serialize;
use tutor::truncate::truncate;

const VERSION: u32 = 3;
/// How many bytes of a message are kept: the interface allows as many characters.
const MAX_BYTES: usize = 65_535;

pub(super) const EXPORTER: Exercism = Exercism;

/// The format of this module.
pub(super) struct Exercism;

impl Exporter for Exercism {
    fn name(&self) -> &'static str {
        "exercism"
    }

    fn about(&self) -> &'static str {
        "The `results.json` of an Exercism test runner"
    }

    fn kinds(&self) -> &'static [ReportKind] {
        &[ReportKind::Grades]
    }

    fn export(&self, report: &Report<'_>) -> Result<String> {
        match report {
            Report::Grades(grades) => render(grades),
            _ => bail!("Exercism reads only test results"),
        }
    }
}

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

fn render(report: &GradesReport<'_>) -> Result<String> {
    let suites = suites(report);
    let is_alone = suites.len() == 1;
    let cases = || suites.iter().flat_map(|suite| &suite.cases);
    let has_failed_to_build = suites.iter().all(Suite::has_failed_to_build);
    let status = match has_failed_to_build {
        true => "error",
        false if cases().all(|case| case.outcome == CaseOutcome::Passed) => "pass",
        false => "fail",
    };
    let errors = || {
        let errors = cases().find(|case| matches!(case.outcome, CaseOutcome::Errored(_)));
        errors.map_or(String::new(), |case| truncate(&case.message, MAX_BYTES))
    };
    let tests = suites
        .iter()
        .filter(|_| !has_failed_to_build)
        .flat_map(|suite| {
            let cases = suite.cases.iter();
            cases.map(move |case| test(suite, case, is_alone))
        });
    document::document(&WireResults {
        version: VERSION,
        status,
        message: has_failed_to_build.then(errors),
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
        CaseOutcome::Passed => "pass",
        CaseOutcome::Failed => "fail",
        CaseOutcome::Errored(_) | CaseOutcome::Skipped => "error",
    };
    let message = match case.outcome {
        CaseOutcome::Passed => None,
        CaseOutcome::Skipped => {
            Some("it was not run, since the exercise does not compile".to_owned())
        }
        CaseOutcome::Failed | CaseOutcome::Errored(_) => Some(truncate(&case.message, MAX_BYTES)),
    };
    WireTest {
        name,
        status,
        message,
        task_id: task.map(|(number, _)| number).filter(|_| is_alone),
        test_code: case.source.as_ref().map(|source| source.code.clone()),
    }
}
