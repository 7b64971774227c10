//! `check --format json`: a versioned document, the same on every system.
//!
//! | member | meaning |
//! |---|---|
//! | `summary` | counts over the exercises that were asked for |
//! | `tests` | each with `outcome`, `ms` (milliseconds) and, unless it passed, `message` |
//! | `cached` | whether the tests ran earlier, and nothing has changed since |
//! | `allocations` | heap calls of Bad and of yours; `null` where no test got so far |
//! | `speed` | Bad's time over yours, with a 99 % interval; `null` where it was not measured |
//! | `intact` | whether tests, benchmarks, `bad/` and `Cargo.toml` are as they were shipped |
//! | `message` | the compiler's errors; only where `standing` is `rejected` |
//!
//! Paths in messages are relative to the workbook.

use super::guard;
use crate::facts::{Speed, Verdict};
use crate::grade::{Grade, Standing};
use crate::host::Host;
use crate::measure::Timing;
use crate::run::TestResult;
use anyhow::{Context, Result};
use serde::Serialize;

const VERSION: u32 = 1;

#[derive(Serialize)]
struct WireReport<'a> {
    version: u32,
    workbook: &'static str,
    host: Host,
    summary: WireSummary,
    exercises: Vec<WireExercise<'a>>,
}

#[derive(Serialize)]
struct WireSummary {
    total: usize,
    passed: usize,
    failed: usize,
    rejected: usize,
    starred: usize,
}

#[derive(Serialize)]
struct WireExercise<'a> {
    id: &'a str,
    number: u32,
    title: &'a str,
    standing: Standing,
    tests: Vec<WireTest<'a>>,
    cached: bool,
    allocations: Option<WireAllocations>,
    speed: Option<WireSpeed>,
    star: bool,
    hints_used: usize,
    intact: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
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
}

#[derive(Serialize)]
struct WireSpeed {
    ratio: f64,
    low: f64,
    high: f64,
    verdict: Verdict,
    reference: WireReference,
    cached: bool,
}

#[derive(Serialize)]
struct WireReference {
    ratio: f64,
    low: f64,
    high: f64,
}

/// The document for these grades.
pub fn render(grades: &[Grade<'_>]) -> Result<String> {
    let count = |standing| {
        grades
            .iter()
            .filter(|grade| grade.standing == standing)
            .count()
    };
    let report = WireReport {
        version: VERSION,
        workbook: "arena-workbook",
        host: Host::this(),
        summary: WireSummary {
            total: grades.len(),
            passed: count(Standing::Passed),
            failed: count(Standing::Failed),
            rejected: count(Standing::Rejected),
            starred: grades.iter().filter(|grade| grade.star).count(),
        },
        exercises: grades.iter().map(exercise).collect(),
    };
    document(&report)
}

/// The same in one line, where room is little.
///
/// # Errors
/// As [`document`].
pub fn line(report: &impl Serialize) -> Result<String> {
    let text = serde_json::to_string(report);
    let text = text.context("the report cannot be written as JSON")?;
    Ok(guard::json(&text) + "\n")
}

/// A document as it is printed, in which nothing commands a CI system.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn document(report: &impl Serialize) -> Result<String> {
    let text = serde_json::to_string_pretty(report);
    let text = text.context("the report cannot be written as JSON")?;
    Ok(guard::json(&text) + "\n")
}

fn exercise<'a>(grade: &'a Grade<'_>) -> WireExercise<'a> {
    WireExercise {
        id: &grade.exercise.id,
        number: grade.exercise.number,
        title: &grade.exercise.title,
        standing: grade.standing,
        tests: grade.tests.iter().map(test).collect(),
        cached: grade.cached,
        allocations: grade.allocations.map(|counts| WireAllocations {
            bad: counts.bad,
            yours: counts.yours,
        }),
        speed: grade.speed.as_ref().map(speed),
        star: grade.star,
        hints_used: grade.hints_used,
        intact: grade.changed.is_empty(),
        message: grade.rejection.as_deref().map(guard::uncoloured),
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

fn speed(timing: &Timing) -> WireSpeed {
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
            ratio: timing.reference.ratio,
            low: timing.reference.low,
            high: timing.reference.high,
        },
        cached: timing.cached,
    }
}
