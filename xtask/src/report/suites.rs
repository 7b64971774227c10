//! Grades in the form that other tools expect: a suite for each exercise, of cases with an outcome.
//!
//! Each test that was shipped with an exercise is a case, whether or not it ran, so that a score
//! counted from the cases always has the same total.

use super::ci_escape::uncoloured;
use super::grades::GradesReport;
use super::next_steps::{next_steps, restore};
use grader::diagnostic::rendered;
use grader::results::{Grade, Standing, TestOutcome, TestResult};
use std::time::Duration;
use tutor::truncate::truncate;
use workbook::{TestSource, Workbook, step_of, test_source};

/// The name of the outcome of a build that failed.
pub const BUILD_FAILED: &str = "build_failed";

/// The cases of one exercise.
pub struct Suite<'a> {
    /// The grade that they are part of.
    pub grade: &'a Grade<'a>,
    /// In teaching order.
    pub cases: Vec<Case>,
}

/// One case.
pub struct Case {
    /// The step, as `step2_budget`; empty for a case that belongs to no step.
    pub step: String,
    /// The name within its step.
    pub name: String,
    /// The outcome.
    pub outcome: CaseOutcome,
    /// How long it ran.
    pub elapsed: Duration,
    /// What went wrong; empty for a pass.
    pub message: String,
    /// Its source, unless it is missing or not a test.
    pub source: Option<TestSource>,
    /// Whether it was shipped: only these are worth a point.
    pub is_shipped: bool,
}

/// The outcome of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseOutcome {
    /// It passed.
    Passed,
    /// An assertion failed.
    Failed,
    /// It did not run to its end, for the reason with this name.
    Errored(&'static str),
    /// It did not run, since the exercise does not compile.
    Skipped,
}

impl Suite<'_> {
    /// How many cases have an outcome that matches.
    pub fn count(&self, matches: impl Fn(CaseOutcome) -> bool) -> usize {
        let cases = self.cases.iter();
        cases.filter(|case| matches(case.outcome)).count()
    }

    /// What went wrong in a case of this suite, and what to do next, in at most `limit` bytes.
    pub fn explained(&self, workbook: &Workbook, case: &Case, limit: usize) -> String {
        let source = case.source.as_ref();
        let place = source.map(|source| source.place(&workbook.root));
        let next = next_steps(workbook, self.grade, place);
        let limit = limit.saturating_sub(next.len() + 2);
        format!("{}\n\n{next}", truncate(case.message.trim_end(), limit))
    }

    /// Whether nothing ran, since the exercise does not compile.
    pub fn has_failed_to_build(&self) -> bool {
        self.grade.standing == Standing::BuildFailed
    }
}

impl Case {
    /// What it claims, in words.
    pub fn claim(&self) -> String {
        self.name.replace("::", ": ").replace('_', " ")
    }

    /// The number and the name of its step, as `2` and `budget` of `step2_budget`.
    pub fn task(&self) -> Option<(u32, String)> {
        let (number, name) = self.step.strip_prefix("step")?.split_once('_')?;
        Some((number.parse().ok()?, name.replace('_', " ")))
    }

    /// The first line of the message.
    pub fn headline(&self) -> &str {
        let mut lines = self.message.lines();
        lines.find(|line| !line.trim().is_empty()).unwrap_or("")
    }
}

/// The suite of each exercise. In a strict report, whether it is as it was shipped is a case, too.
pub fn suites<'a>(report: &GradesReport<'a>) -> Vec<Suite<'a>> {
    let suites = report.grades.iter().map(|grade| Suite {
        grade,
        cases: cases(report, grade),
    });
    suites.collect()
}

fn cases(report: &GradesReport<'_>, grade: &Grade<'_>) -> Vec<Case> {
    let mut cases = Vec::new();
    if report.is_strict {
        cases.push(intact(report.workbook, grade));
    }
    match grade.standing {
        Standing::BuildFailed => {
            let outcome = CaseOutcome::Errored(BUILD_FAILED);
            let errors = uncoloured(&rendered(&grade.errors));
            cases.push(other("it_compiles", outcome, errors));
            cases.extend(skipped(grade));
        }
        Standing::NotRun => cases.extend(skipped(grade)),
        Standing::Passed | Standing::Failed => {
            cases.extend(grade.tests.iter().map(|test| ran(grade, test)));
        }
    }
    // Within a step, in the order of its file: tools that show one failure show the first.
    let line = |case: &Case| {
        case.source
            .as_ref()
            .map_or(usize::MAX, |source| source.line)
    };
    cases.sort_by(|a, b| (&a.step, line(a)).cmp(&(&b.step, line(b))));
    cases
}

fn ran(grade: &Grade<'_>, test: &TestResult) -> Case {
    Case {
        outcome: match test.outcome {
            TestOutcome::Pass => CaseOutcome::Passed,
            TestOutcome::Fail => CaseOutcome::Failed,
            outcome => CaseOutcome::Errored(outcome.name()),
        },
        elapsed: test.elapsed,
        message: test.message.clone().unwrap_or_default(),
        ..shipped(grade, &test.name)
    }
}

fn skipped<'a>(grade: &'a Grade<'_>) -> impl Iterator<Item = Case> + 'a {
    let tests = grade.exercise.shipped.tests.iter();
    tests.map(|test| shipped(grade, test))
}

/// The case of a test without a result.
fn shipped(grade: &Grade<'_>, test: &str) -> Case {
    let step = step_of(test);
    let name = test.strip_prefix(step).unwrap_or(test);
    let exercise = grade.exercise;
    let list = &exercise.shipped.tests;
    Case {
        step: step.to_owned(),
        name: name.trim_start_matches("::").to_owned(),
        outcome: CaseOutcome::Skipped,
        elapsed: Duration::ZERO,
        message: String::new(),
        source: test_source(exercise, test),
        // If nothing is recorded yet, every test counts.
        is_shipped: list.is_empty() || list.iter().any(|known| known == test),
    }
}

fn intact(workbook: &Workbook, grade: &Grade<'_>) -> Case {
    let (outcome, message) = match grade.changed.is_empty() {
        true => (CaseOutcome::Passed, String::new()),
        false => (CaseOutcome::Failed, restore(workbook, grade)),
    };
    other("it_is_as_it_was_shipped", outcome, message)
}

/// A case that is not a test.
fn other(name: &str, outcome: CaseOutcome, message: String) -> Case {
    Case {
        step: String::new(),
        name: name.to_owned(),
        outcome,
        elapsed: Duration::ZERO,
        message,
        source: None,
        is_shipped: false,
    }
}
