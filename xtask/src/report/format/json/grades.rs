//! `check --format json`: a versioned document, the same on every system.
//!
//! | member | meaning |
//! |---|---|
//! | `summary` | counts over the exercises that were asked for |
//! | `changed` | with `--strict` in a clone: files outside of `exercises/*/src` that are not as they were shipped |
//! | `begun` | whether the source is another than the starter |
//! | `tests` | each with `outcome`, `ms` (milliseconds) and, unless it passed, `message` |
//! | `cached` | whether the results are an earlier run's, since nothing has changed |
//! | `allocations` | heap calls of Bad, of yours and of the last attempt, on the same inputs in each run; `null` if no test got as far as reporting them |
//! | `speed` | Bad's time over yours, with a 99 % interval; `null` if it was not measured. `verdict` is `faster`, `as_fast`, `slower` or `too_noisy`; `reference` is the solution's (with the `host` that it was measured on where the solutions are not in the checkout), `tuned` Bad's without an arena; a `note` says what is remarkable |
//! | `question` | asked about the first failure; `null` if there is none, or no question for it |
//! | `best` | the best result so far, this one included, with heap calls, speedup and star; `null` if it never passed |
//! | `guess` | the number of the choice that was guessed before the first check, from 1; `null` if there is none |
//! | `intact` | whether tests, benchmarks, `bad` and `Cargo.toml` are as they were shipped |
//! | `diagnostics` | the compiler's errors one by one, each with `code`, `message`, `file`, `line`, `column`; only if `standing` is `build_failed` |
//! | `message` | the same errors, as the compiler prints them |
//!
//! Paths in messages are relative to the workbook.

use super::document::{WORKBOOK, document};
use crate::report::ci_escape::uncoloured;
use crate::report::grades::GradesReport;
use anyhow::Result;
use grader::diagnostic::{Diagnostic, rendered};
use grader::host::Host;
use grader::protocol::{Speed, SpeedVerdict};
use grader::reason::rests_on;
use grader::results::{Best, Grade, Standing, TestResult, Timing};
use serde::Serialize;

const VERSION: u32 = 3;

#[derive(Serialize)]
struct WireReport<'a> {
    version: u32,
    workbook: &'static str,
    host: Host,
    summary: WireSummary,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<&'a [String]>,
    exercises: Vec<WireExercise<'a>>,
}

#[derive(Serialize)]
struct WireSummary {
    total: usize,
    passed: usize,
    failed: usize,
    build_failed: usize,
    starred: usize,
}

#[derive(Serialize)]
struct WireExercise<'a> {
    id: &'a str,
    number: u32,
    title: &'a str,
    standing: Standing,
    begun: bool,
    tests: Vec<WireTest<'a>>,
    cached: bool,
    allocations: Option<WireAllocations>,
    speed: Option<WireSpeed<'a>>,
    star: bool,
    hints_used: usize,
    question: Option<&'a str>,
    best: Option<&'a Best>,
    guess: Option<usize>,
    intact: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    diagnostics: Vec<WireDiagnostic<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

#[derive(Serialize)]
struct WireDiagnostic<'a> {
    code: Option<&'a str>,
    message: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
}

#[derive(Serialize)]
struct WireTest<'a> {
    name: &'a str,
    outcome: &'static str,
    ms: u128,
    message: Option<&'a str>,
}

#[derive(Serialize)]
struct WireAllocations {
    bad: u64,
    yours: u64,
    /// Of the attempt before this one; `null` if there was none.
    last_attempt: Option<u64>,
}

#[derive(Serialize)]
struct WireSpeed<'a> {
    ratio: f64,
    low: f64,
    high: f64,
    verdict: SpeedVerdict,
    reference: WireReference,
    /// Bad tuned without an arena; `null` where the exercise has no such version.
    tuned: Option<WireReference>,
    /// What the gain or the loss rests on, in a sentence; `null` where that cannot be told.
    reason: Option<String>,
    cached: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct WireReference {
    ratio: f64,
    low: f64,
    high: f64,
    /// The machine that it was measured on, where that is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<String>,
}

/// The whole document.
pub(super) fn render(report: &GradesReport<'_>) -> Result<String> {
    let grades = report.grades;
    let count = |standing| {
        grades
            .iter()
            .filter(|grade| grade.standing == standing)
            .count()
    };
    document(&WireReport {
        version: VERSION,
        workbook: WORKBOOK,
        host: Host::this(),
        changed: report.changed.as_deref(),
        summary: WireSummary {
            total: grades.len(),
            passed: count(Standing::Passed),
            failed: count(Standing::Failed),
            build_failed: count(Standing::BuildFailed),
            starred: grades.iter().filter(|grade| grade.star).count(),
        },
        exercises: grades.iter().map(exercise).collect(),
    })
}

fn exercise<'a>(grade: &'a Grade<'_>) -> WireExercise<'a> {
    WireExercise {
        id: &grade.exercise.id,
        number: grade.exercise.number,
        title: &grade.exercise.title,
        standing: grade.standing,
        begun: !grade.is_as_shipped,
        tests: grade.tests.iter().map(test).collect(),
        cached: grade.cached,
        allocations: grade.allocations.map(|counts| WireAllocations {
            bad: counts.bad,
            yours: counts.yours,
            last_attempt: grade.last_heap_calls,
        }),
        speed: grade.speed.as_ref().map(speed),
        star: grade.star,
        hints_used: grade.hints_used,
        question: grade.question.as_deref(),
        best: grade.best.as_ref(),
        guess: grade.guess,
        intact: grade.changed.is_empty(),
        diagnostics: grade.errors.iter().map(diagnostic).collect(),
        message: (grade.standing == Standing::BuildFailed)
            .then(|| uncoloured(&rendered(&grade.errors))),
    }
}

fn diagnostic(error: &Diagnostic) -> WireDiagnostic<'_> {
    let place = error.place.as_ref();
    WireDiagnostic {
        code: error.code.as_deref(),
        message: &error.message,
        file: place.map(|place| &*place.file),
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
    }
}

fn test(result: &TestResult) -> WireTest<'_> {
    WireTest {
        name: &result.name,
        outcome: result.outcome.name(),
        ms: result.elapsed.as_millis(),
        message: result.message.as_deref(),
    }
}

fn reference(speed: &Speed) -> WireReference {
    WireReference {
        ratio: speed.ratio,
        low: speed.low,
        high: speed.high,
        host: None,
    }
}

fn speed(timing: &Timing) -> WireSpeed<'_> {
    let Speed {
        ratio,
        low,
        high,
        verdict,
        ..
    } = timing.yours;
    WireSpeed {
        ratio,
        low,
        high,
        verdict,
        reference: WireReference {
            host: timing.reference_host.clone(),
            ..reference(&timing.reference)
        },
        tuned: timing.tuned.as_ref().map(reference),
        reason: rests_on(&timing.yours),
        cached: timing.cached,
        note: timing.note.as_deref(),
    }
}
