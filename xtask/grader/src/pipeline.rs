//! The first half of the flow: build, then run, with the test cache in between.

use crate::build::{self, Goal, Target};
use crate::event::Control;
use crate::results::{Build, TestRun};
use crate::run::{self, TestBinary};
use crate::test_cache::{self, TestCache};
use anyhow::Result;
use std::time::Duration;
use workbook::{Crate, Exercise, Workbook};

/// A crate to try with the graded tests of an exercise.
#[derive(Clone)]
pub struct Subject<'a> {
    target: Target<'a>,
    is_traced: bool,
    is_optimised: bool,
    /// Whether the tests are in a module of their own.
    is_shimmed: bool,
}

impl<'a> Subject<'a> {
    /// The learner's crate.
    #[must_use]
    pub fn learner(exercise: &'a Exercise) -> Self {
        Self::new(exercise, exercise.learner(), false)
    }

    /// The solution's crate.
    #[must_use]
    pub fn solution(exercise: &'a Exercise) -> Self {
        Self::new(exercise, exercise.solution(), true)
    }

    /// A variant of the solution.
    #[must_use]
    pub fn variant(exercise: &'a Exercise, package: Crate) -> Self {
        Self::new(exercise, package, true)
    }

    fn new(exercise: &'a Exercise, package: Crate, is_shimmed: bool) -> Self {
        Self {
            target: Target { exercise, package },
            is_traced: false,
            is_optimised: false,
            is_shimmed,
        }
    }

    /// The same, and its tests record traces.
    #[must_use]
    pub fn traced(mut self) -> Self {
        self.is_traced = true;
        self
    }

    /// The same, compiled with optimisation.
    #[must_use]
    pub fn optimised(mut self) -> Self {
        self.is_optimised = true;
        self
    }

    fn package(&self) -> &Crate {
        &self.target.package
    }
}

/// A crate that was tried.
pub struct Attempt {
    /// Its build.
    pub build: Build,
    /// Its tests; `None` where there was nothing to run.
    pub run: Option<TestRun>,
    /// What its result depends on, taken before the run; `None` where it must not be remembered.
    pub(crate) fingerprint: Option<String>,
}

/// What to do with the results of earlier runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CachePolicy {
    /// Neither read nor write them: this run is about the tests, or about what they measure.
    Ignore,
    /// Run everything, in the order that they suggest: longest test first.
    Order,
    /// The same, but what passed or failed does not run again while nothing has changed.
    SkipKnown,
}

/// Builds and runs the graded tests of each subject, all optimised or none; the results are in the order
/// of `subjects`.
///
/// # Errors
/// As [`build::build`] and [`run::run`].
pub fn try_tests(
    workbook: &Workbook,
    subjects: &[Subject<'_>],
    time: Duration,
    policy: CachePolicy,
    control: &Control<'_>,
) -> Result<Vec<Attempt>> {
    let targets = subjects.iter().map(|subject| subject.target.clone());
    let targets: Vec<Target<'_>> = targets.collect();
    let goal = match subjects.first() {
        Some(subject) if subject.is_optimised => Goal::OptimisedTests,
        _ => Goal::Tests,
    };
    let builds = build::build(workbook, &targets, goal, control)?;
    let mut cache = match policy {
        CachePolicy::Ignore => TestCache::default(),
        CachePolicy::Order | CachePolicy::SkipKnown => TestCache::load(&workbook.root),
    };
    let mut runs = Vec::new();
    let mut fingerprints: Vec<Option<String>> = vec![None; subjects.len()];
    let mut pending = Vec::new();
    let mut binaries = Vec::new();
    for (build, subject) in builds.iter().zip(subjects) {
        let package = subject.package();
        let executable = match build {
            Build::Ready { executable, .. } => executable,
            Build::Failed { .. } => {
                runs.push(None);
                continue;
            }
            Build::Missing { .. } => {
                runs.push(Some(TestRun {
                    missing: subject.target.exercise.shipped.tests.clone(),
                    ..TestRun::default()
                }));
                continue;
            }
        };
        // Taken before the run: what changes meanwhile must not be cached.
        let fingerprint = match policy {
            CachePolicy::Ignore => None,
            _ => test_cache::fingerprint(workbook, subject.target.exercise, package, executable),
        };
        let cached = match (policy, &fingerprint) {
            (CachePolicy::SkipKnown, Some(fingerprint)) => {
                cache.known(&package.package, fingerprint, time)
            }
            _ => None,
        };
        if cached.is_none() {
            pending.push(runs.len());
            binaries.push(TestBinary {
                exercise: subject.target.exercise,
                executable,
                folder: &package.folder,
                // An optimised run is asked for its answers only.
                shows_headline: !subject.is_optimised,
                headline: cache.headline(&package.package),
                durations: cache.durations(&package.package),
                shimmed: subject.is_shimmed,
                traced: subject.is_traced,
            });
        }
        fingerprints[runs.len()] = fingerprint;
        runs.push(cached);
    }
    let new_runs = run::run(&binaries, time, control)?;
    for (place, run) in pending.into_iter().zip(new_runs) {
        let package = &subjects[place].package().package;
        cache.add(package, fingerprints[place].clone(), &run);
        runs[place] = Some(run);
    }
    if policy != CachePolicy::Ignore {
        cache.save(&workbook.root, control.cancellation())?;
    }
    let attempts = builds.into_iter().zip(runs).zip(fingerprints);
    Ok(attempts
        .map(|((build, run), fingerprint)| Attempt {
            build,
            run,
            fingerprint,
        })
        .collect())
}
