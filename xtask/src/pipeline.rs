//! The first half of the flow, as `check` and `verify` share it: build, then run.

use crate::build::{self, Build, Goal};
use crate::meter::Meter;
use crate::run::{self, TestBinary, TestRun};
use anyhow::Result;
use catalog::{Crate, Exercise, Workbook};
use std::time::Duration;

/// A crate to try with the graded tests of an exercise.
pub struct Subject<'a> {
    /// Whose tests.
    pub exercise: &'a Exercise,
    /// The learner's crate or the solution's.
    pub package: Crate,
    /// Whether the tests record traces.
    pub traced: bool,
}

impl<'a> Subject<'a> {
    /// The learner's crate.
    pub fn learner(exercise: &'a Exercise) -> Self {
        Self {
            exercise,
            package: exercise.learner(),
            traced: false,
        }
    }

    /// The solution's crate.
    pub fn solution(exercise: &'a Exercise) -> Self {
        Self {
            exercise,
            package: exercise.solution(),
            traced: false,
        }
    }

    /// The same, and its tests record traces.
    pub fn traced(mut self) -> Self {
        self.traced = true;
        self
    }
}

/// What came of it.
pub struct Tried {
    /// What the compiler said.
    pub build: Build,
    /// What the tests did; none where there was nothing to run.
    pub run: Option<TestRun>,
}

/// Builds and runs the graded tests of each subject; the results are in the order of `subjects`.
///
/// # Errors
/// As [`build::build`] and [`run::run`].
pub fn try_tests(
    workbook: &Workbook,
    subjects: &[Subject<'_>],
    time: Duration,
    meter: &Meter,
) -> Result<Vec<Tried>> {
    let crates: Vec<Crate> = subjects
        .iter()
        .map(|subject| subject.package.clone())
        .collect();
    let builds = build::build(workbook, &crates, Goal::Tests, meter)?;
    let ready = builds
        .iter()
        .zip(subjects)
        .filter_map(|(build, subject)| match build {
            Build::Ready { executable, .. } => Some(TestBinary {
                executable,
                folder: &subject.package.folder,
                expected: &subject.exercise.shipped.tests,
                traced: subject.traced,
            }),
            Build::Rejected { .. } | Build::Gone { .. } => None,
        });
    let binaries: Vec<TestBinary<'_>> = ready.collect();
    let mut runs = run::run(&binaries, time, meter)?.into_iter();
    let runs: Vec<Option<TestRun>> = builds
        .iter()
        .zip(subjects)
        .map(|(build, subject)| match build {
            Build::Ready { .. } => runs.next(),
            Build::Rejected { .. } => None,
            Build::Gone { .. } => Some(TestRun {
                missing: subject.exercise.shipped.tests.clone(),
                ..TestRun::default()
            }),
        })
        .collect();
    let tried = builds.into_iter().zip(runs);
    Ok(tried.map(|(build, run)| Tried { build, run }).collect())
}
