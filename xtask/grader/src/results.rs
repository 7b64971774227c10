//! What the stages pass on: builds, test runs, measurements and grades. Only values: the modules
//! that make them come later.

use crate::diagnostic::Diagnostic;
use crate::protocol::{Allocations, BudgetKind, BudgetUse, ScalingPoint, Speed, Trace};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use workbook::Exercise;

/// The result of building one crate.
#[derive(Clone, Debug)]
pub enum Build {
    /// It compiled.
    Ready {
        /// The test or benchmark.
        executable: PathBuf,
        /// The compiler's warnings.
        warnings: Vec<Diagnostic>,
    },
    /// It does not compile.
    Failed {
        /// The compiler's errors; at least one.
        errors: Vec<Diagnostic>,
    },
    /// There is nothing to compile: the root file of the test or benchmark is missing.
    Missing {
        /// That file.
        file: PathBuf,
    },
}

/// How a test ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestOutcome {
    /// It passed.
    #[default]
    Pass,
    /// An assertion failed, or something else panicked.
    Fail,
    /// The process ended before the test did.
    Aborted {
        /// The signal that ended it, on systems that have signals.
        signal: Option<i32>,
    },
    /// It reached the time limit and was stopped.
    TimedOut,
    /// It reached the cap on live bytes.
    OutOfMemory,
}

impl TestOutcome {
    /// Its name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            TestOutcome::Pass => "pass",
            TestOutcome::Fail => "fail",
            TestOutcome::Aborted { .. } => "aborted",
            TestOutcome::TimedOut => "timed_out",
            TestOutcome::OutOfMemory => "out_of_memory",
        }
    }
}

/// The result of one test.
#[derive(Clone, Debug)]
pub struct TestResult {
    /// As `step2_budget::name`.
    pub name: String,
    /// How it ended.
    pub outcome: TestOutcome,
    /// How long it ran.
    pub elapsed: Duration,
    /// What went wrong; `None` for a pass.
    pub message: Option<String>,
    /// Of its budgets the first that was exceeded, or else the one nearest to its limit.
    pub figure: Option<BudgetUse>,
}

/// The results of one test binary.
#[derive(Clone, Debug, Default)]
pub struct TestRun {
    /// The tests that ran, in the order of their names.
    pub tests: Vec<TestResult>,
    /// Shipped tests that are not in the binary.
    pub missing: Vec<String>,
    /// Tests in the binary that were not shipped.
    pub unknown: Vec<String>,
    /// The headline figures, where a test got as far as reporting them. They are of the same inputs in each run, so
    /// that two attempts can be compared.
    pub allocations: Option<Allocations>,
    /// The test that reported them.
    pub headline: Option<String>,
    /// The trace of the test that reported them, where traces were asked for.
    pub trace: Option<Trace>,
    /// Whether it is taken from the test cache: nothing has changed since.
    pub cached: bool,
}

/// Measured speeds by machine and executable.
pub type Speeds = BTreeMap<String, Speed>;

/// The result of an exercise's benchmark.
#[derive(Clone, Debug)]
pub enum Measurement {
    /// It was measured, now or before.
    Speed(Box<Timing>),
    /// It could not be measured, for this reason.
    Failed(String),
}

/// A measured speedup beside the solution's.
#[derive(Clone, Debug)]
pub struct Timing {
    /// Bad against yours.
    pub yours: Speed,
    /// Bad against the solution.
    pub reference: Speed,
    /// The machine that the solution was measured on, where that is another one: the solution is not in this checkout.
    pub reference_host: Option<String>,
    /// Bad against Bad tuned without an arena, where the exercise has one that could be measured.
    pub tuned: Option<Speed>,
    /// Whether yours and the solution were measured in an earlier run.
    pub cached: bool,
    /// What is remarkable about it, in a sentence or two.
    pub note: Option<String>,
}

/// How an exercise's times scale with threads, by number of threads; the same numbers on both sides.
#[derive(Clone, Debug)]
pub struct Scaling {
    /// Bad and yours.
    pub yours: Vec<ScalingPoint>,
    /// Bad and the solution.
    pub reference: Vec<ScalingPoint>,
}

/// Where an exercise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Every shipped test ran and passed.
    Passed,
    /// A test failed or is missing.
    Failed,
    /// It does not compile.
    // Earlier versions saved it under another name.
    #[serde(alias = "rejected")]
    BuildFailed,
    /// It was not tried.
    NotRun,
}

/// The verdict on an exercise, with what a report needs to explain it.
#[derive(Clone)]
pub struct Grade<'a> {
    /// The exercise.
    pub exercise: &'a Exercise,
    /// Where it stands.
    pub standing: Standing,
    /// Whether the source is the starter, unedited.
    pub is_as_shipped: bool,
    /// The steps, in teaching order.
    pub steps: Vec<Step>,
    /// The tests that ran, and those that are missing.
    pub tests: Vec<TestResult>,
    /// Whether the results are taken from the test cache.
    pub cached: bool,
    /// Heap calls of Bad and of yours.
    pub allocations: Option<Allocations>,
    /// Heap calls of the attempt before this one, where they were reported.
    pub last_heap_calls: Option<u64>,
    /// The measured speedup.
    pub speed: Option<Timing>,
    /// Why there is no speedup where there should be one.
    pub speed_problem: Option<String>,
    /// Whether the gain comes near the solution's.
    pub star: bool,
    /// The compiler's errors; empty unless the build failed.
    pub errors: Vec<Diagnostic>,
    /// Files that are not as they were shipped.
    pub changed: Vec<String>,
    /// Hints shown so far.
    pub hints_used: usize,
    /// What changed since the attempt before; `None` where there was none, or nothing ran.
    pub since: Option<Since>,
    /// Asked about the first failure.
    pub question: Option<String>,
    /// The best result so far, this one included.
    pub best: Option<Best>,
    /// The number of the choice that was guessed before the first check, from 1.
    pub guess: Option<usize>,
}

/// The share by which the figures of equal code may differ from one run to the next.
const ABOUT: f64 = 0.05;

/// What an attempt and the one before it came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// Steps passed then and now.
    pub steps: [usize; 2],
    /// What the first test to fail then and now used of its budget; `None` where it was another test, or has no budget.
    pub used: Option<([i64; 2], BudgetKind)>,
}

impl Since {
    /// Whether less was used, by more than inputs differ.
    #[must_use]
    pub fn is_better(&self) -> bool {
        self.used
            .is_some_and(|(used @ [before, now], _)| now < before && !about_as_many(used))
    }
}

/// Whether two figures may be those of equal code: inputs are new in each run.
#[must_use]
pub fn about_as_many([before, now]: [i64; 2]) -> bool {
    before.abs_diff(now) as f64 <= ABOUT * before as f64
}

/// The best result of an exercise: it passed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Best {
    /// Heap calls, where a test reports them.
    pub heap_calls: Option<u64>,
    /// The speedup, where it was measured.
    pub ratio: Option<f64>,
    /// Whether it had a star.
    pub star: bool,
}

impl Best {
    /// Whether this result is to be kept in the place of `other`: a star before none, then fewer heap calls, then the
    /// latest.
    #[must_use]
    pub fn replaces(&self, other: &Best) -> bool {
        let calls = |best: &Best| best.heap_calls.unwrap_or(u64::MAX);
        match (self.star, other.star) {
            (true, false) => true,
            (false, true) => false,
            _ => calls(self) <= calls(other),
        }
    }
}

/// One step of an exercise.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its module's name.
    pub name: String,
    /// Whether all its tests passed.
    pub passed: bool,
}

impl Grade<'_> {
    /// The step whose tests do not compile, where all errors are in the graded tests: the learner's code does compile.
    #[must_use]
    pub fn refusing_step(&self) -> Option<String> {
        let mut steps = self.errors.iter().map(|error| {
            let file = Path::new(&error.place.as_ref()?.file);
            let is_graded = file.parent()?.ends_with("tests/graded");
            let stem = file.file_stem()?.to_str()?;
            (is_graded && stem.starts_with("step")).then(|| stem.to_owned())
        });
        let first = steps.next()??;
        steps.all(|step| step.is_some()).then_some(first)
    }

    /// This result, if it is a pass.
    #[must_use]
    pub fn pass(&self) -> Option<Best> {
        (self.standing == Standing::Passed).then(|| Best {
            heap_calls: self.allocations.map(|counts| counts.yours),
            ratio: self.speed.as_ref().map(|timing| timing.yours.ratio),
            star: self.star,
        })
    }

    /// How many steps are passed.
    #[must_use]
    pub fn steps_passed(&self) -> usize {
        self.steps.iter().filter(|step| step.passed).count()
    }

    /// The first test that does not pass, in teaching order.
    #[must_use]
    pub fn first_failure(&self) -> Option<&TestResult> {
        let mut tests = self.tests.iter();
        tests.find(|test| test.outcome != TestOutcome::Pass)
    }
}
