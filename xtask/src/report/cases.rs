//! Grades as other tools know results: a list of cases for each exercise, every one with an outcome.
//!
//! Whatever became of an exercise, each test that was shipped with it is a case: a score that is
//! counted from the cases then has the same total each time.

use super::cut::cut;
use super::guard::uncoloured;
use super::way::{restoring, way_on};
use crate::grade::{Grade, Standing};
use crate::run::{TestOutcome, TestResult};
use catalog::{Source, Workbook, source, step_of};
use std::time::Duration;

/// The name of what the compiler refused.
pub const REJECTED: &str = "rejected";

/// The cases of one exercise.
pub struct Suite<'a> {
    /// What they are of.
    pub grade: &'a Grade<'a>,
    /// In teaching order.
    pub cases: Vec<Case>,
}

/// One case.
pub struct Case {
    /// The step, as `step2_budget`; empty for what belongs to none.
    pub step: String,
    /// The name within its step.
    pub name: String,
    /// What came of it.
    pub outcome: Outcome,
    /// How long it ran.
    pub elapsed: Duration,
    /// What went wrong; empty where nothing did.
    pub message: String,
    /// Where it stands, unless it is gone or no test of its own.
    pub source: Option<Source>,
    /// Whether it was shipped: only such a case is worth a point.
    pub is_shipped: bool,
}

/// What came of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It passed.
    Passed,
    /// An assertion failed.
    Failed,
    /// It did not come to its end, for the reason of this name.
    Errored(&'static str),
    /// It was not tried, since the exercise does not compile.
    Skipped,
}

impl Suite<'_> {
    /// How many cases came out so.
    pub fn count(&self, is_so: impl Fn(Outcome) -> bool) -> usize {
        self.cases.iter().filter(|case| is_so(case.outcome)).count()
    }

    /// What went wrong in a case of this suite, and the way on from there, in so many bytes.
    pub fn explained(&self, workbook: &Workbook, case: &Case, room: usize) -> String {
        let place = case.source.as_ref().map(|source| source.place(workbook));
        let way = way_on(workbook, self.grade, place);
        let room = room.saturating_sub(way.len() + 2);
        format!("{}\n\n{way}", cut(case.message.trim_end(), room))
    }

    /// Whether nothing was tried.
    pub fn is_rejected(&self) -> bool {
        self.grade.standing == Standing::Rejected
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

    /// The first line of what went wrong.
    pub fn headline(&self) -> &str {
        let mut lines = self.message.lines();
        lines.find(|line| !line.trim().is_empty()).unwrap_or("")
    }
}

/// The cases of each exercise. With `strict`, that an exercise is as it was shipped is a case, too.
pub fn suites<'a>(workbook: &Workbook, grades: &'a [Grade<'_>], strict: bool) -> Vec<Suite<'a>> {
    let suites = grades.iter().map(|grade| Suite {
        grade,
        cases: cases(workbook, grade, strict),
    });
    suites.collect()
}

fn cases(workbook: &Workbook, grade: &Grade<'_>, strict: bool) -> Vec<Case> {
    let mut cases = Vec::new();
    if strict {
        cases.push(intact(workbook, grade));
    }
    match &grade.rejection {
        Some(errors) => {
            let outcome = Outcome::Errored(REJECTED);
            cases.push(other("it_compiles", outcome, uncoloured(errors)));
            cases.extend(skipped(grade));
        }
        None if grade.standing == Standing::NotRun => cases.extend(skipped(grade)),
        None => cases.extend(grade.tests.iter().map(|test| tried(grade, test))),
    }
    // Within a step, as in its file: whoever shows one failure shows the first.
    let line = |case: &Case| {
        case.source
            .as_ref()
            .map_or(usize::MAX, |source| source.line)
    };
    cases.sort_by(|a, b| (&a.step, line(a)).cmp(&(&b.step, line(b))));
    cases
}

fn tried(grade: &Grade<'_>, test: &TestResult) -> Case {
    Case {
        outcome: match test.outcome {
            TestOutcome::Pass => Outcome::Passed,
            TestOutcome::Fail => Outcome::Failed,
            outcome => Outcome::Errored(outcome.name()),
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

/// A test that nothing is known of yet.
fn shipped(grade: &Grade<'_>, test: &str) -> Case {
    let step = step_of(test);
    let name = test.strip_prefix(step).unwrap_or(test);
    let exercise = grade.exercise;
    let list = &exercise.shipped.tests;
    Case {
        step: step.to_owned(),
        name: name.trim_start_matches("::").to_owned(),
        outcome: Outcome::Skipped,
        elapsed: Duration::ZERO,
        message: String::new(),
        source: source(exercise, test),
        // Nothing was recorded yet: all are welcome.
        is_shipped: list.is_empty() || list.iter().any(|one| one == test),
    }
}

fn intact(workbook: &Workbook, grade: &Grade<'_>) -> Case {
    let (outcome, message) = match grade.changed.is_empty() {
        true => (Outcome::Passed, String::new()),
        false => (Outcome::Failed, restoring(workbook, grade)),
    };
    other("it_is_as_it_was_shipped", outcome, message)
}

/// A case that is no test.
fn other(name: &str, outcome: Outcome, message: String) -> Case {
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
