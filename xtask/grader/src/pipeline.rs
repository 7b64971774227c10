//! The first half of the flow, as `check` and `verify` share it: build, then run.

use crate::build::{self, Build, Goal};
use crate::meter::Meter;
use crate::recall::{self, Recall};
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
    /// Whether the tests stand in a module of their own.
    is_shimmed: bool,
}

impl<'a> Subject<'a> {
    /// The learner's crate.
    pub fn learner(exercise: &'a Exercise) -> Self {
        Self {
            exercise,
            package: exercise.learner(),
            traced: false,
            is_shimmed: false,
        }
    }

    /// The solution's crate.
    pub fn solution(exercise: &'a Exercise) -> Self {
        Self {
            exercise,
            package: exercise.solution(),
            traced: false,
            is_shimmed: true,
        }
    }

    /// A variant of the solution.
    pub fn variant(exercise: &'a Exercise, package: Crate) -> Self {
        Self {
            exercise,
            package,
            traced: false,
            is_shimmed: true,
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

/// What to make of earlier runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// Nothing: this is about the tests, or about what is measured along with them.
    Ignored,
    /// What took longest begins first, and everything runs.
    Order,
    /// The same, and what passed does not run again while nothing has changed.
    Passes,
}

/// Builds and runs the graded tests of each subject; the results are in the order of `subjects`.
///
/// # Errors
/// As [`build::build`] and [`run::run`].
pub fn try_tests(
    workbook: &Workbook,
    subjects: &[Subject<'_>],
    time: Duration,
    earlier: Earlier,
    meter: &Meter,
) -> Result<Vec<Tried>> {
    let crates: Vec<Crate> = subjects
        .iter()
        .map(|subject| subject.package.clone())
        .collect();
    let builds = build::build(workbook, &crates, Goal::Tests, meter)?;
    let mut recall = match earlier {
        Earlier::Ignored => Recall::default(),
        Earlier::Order | Earlier::Passes => Recall::load(&workbook.root),
    };
    let mut tried = Vec::new();
    let mut places = Vec::new();
    let mut binaries = Vec::new();
    for (build, subject) in builds.iter().zip(subjects) {
        tried.push(match build {
            Build::Rejected { .. } => None,
            Build::Gone { .. } => Some(TestRun {
                missing: subject.exercise.shipped.tests.clone(),
                ..TestRun::default()
            }),
            Build::Ready { executable, .. } => {
                let package = &subject.package;
                // Taken before the run: what changes meanwhile must not be recalled.
                let print = match earlier {
                    Earlier::Ignored => None,
                    _ => recall::print(workbook, executable, &package.folder),
                };
                let passed = print.as_deref().filter(|_| earlier == Earlier::Passes);
                let passed = passed.and_then(|print| recall.passed(&package.package, print, time));
                if passed.is_none() {
                    places.push((tried.len(), print));
                    binaries.push(TestBinary {
                        executable,
                        folder: &package.folder,
                        expected: &subject.exercise.shipped.tests,
                        durations: recall.durations(&package.package),
                        shimmed: subject.is_shimmed,
                        traced: subject.traced,
                    });
                }
                passed
            }
        });
    }
    let runs = run::run(&binaries, time, meter)?;
    for ((place, print), run) in places.into_iter().zip(runs) {
        recall.add(&subjects[place].package.package, print, &run);
        tried[place] = Some(run);
    }
    if earlier != Earlier::Ignored {
        recall.keep(&workbook.root)?;
    }
    let tried = builds.into_iter().zip(tried);
    Ok(tried.map(|(build, run)| Tried { build, run }).collect())
}
