//! What passes must pass built with optimisation, too, as it is timed and as a program is shipped: the graded tests run
//! once more, and decide.
//!
//! Only exercises that pass get here, so that no verdict waits for it. What passed is remembered with the same
//! fingerprint as the first run's.

use crate::diagnostic::rendered;
use crate::event::Control;
use crate::grade::{fail, passes};
use crate::pipeline::{Attempt, CachePolicy, Subject, try_tests};
use crate::results::{Build, Grade, TestOutcome};
use crate::test_cache::TestCache;
use anyhow::Result;
use std::time::Duration;
use workbook::{Exercise, Workbook};

/// An exercise that passes, and what that rests on; `None` where it must not be remembered.
pub(crate) struct Candidate<'a> {
    pub(crate) exercise: &'a Exercise,
    pub(crate) fingerprint: Option<String>,
}

/// A test that fails with optimisation only, by its exercise's id.
pub(crate) type Failure<'a> = (&'a str, Difference);

/// How an optimised build does not pass.
pub struct Difference {
    test: Option<String>,
    message: String,
}

impl Difference {
    /// The difference between an attempt that passed and the same, optimised; `None` where that passes, too.
    #[must_use]
    pub fn of(optimised: &Attempt) -> Option<Self> {
        let run = match (&optimised.build, &optimised.run) {
            (Build::Failed { errors }, _) => {
                let errors = rendered(errors);
                return Some(Self::of_all(&format!("it does not compile:\n{errors}")));
            }
            (_, None) => return Some(Self::of_all("its tests did not run")),
            (_, Some(run)) => run,
        };
        let missing = run.missing.first().map(|name| (name, "it is missing"));
        let mut tests = run.tests.iter();
        let failed = tests.find(|test| test.outcome != TestOutcome::Pass);
        let failed = failed.map(|test| (&test.name, test.message.as_deref().unwrap_or_default()));
        let (name, message) = failed.or(missing)?;
        Some(Self {
            test: Some(name.clone()),
            ..Self::of_all(message)
        })
    }

    /// One that is not about a single test.
    fn of_all(message: &str) -> Self {
        let message = format!(
            "tried once more, built with optimisation and with some larger inputs:\n{message}\n\
             help: what differs between the two builds is `debug_assert!`, overflow that wraps, and `cfg!`; else look for \
             what grows faster than the input"
        );
        Self {
            test: None,
            message,
        }
    }

    /// Takes the pass away: the test fails, or the first if it is not about one.
    pub fn decide(self, grade: &mut Grade<'_>) {
        fail(grade, self.test.as_deref(), self.message);
    }
}

/// Which of these pass with optimisation, too, and how the others do not.
///
/// # Errors
/// As [`try_tests`].
pub(crate) fn split<'a>(
    workbook: &Workbook,
    candidates: Vec<Candidate<'a>>,
    time: Duration,
    control: &Control<'_>,
) -> Result<(Vec<&'a Exercise>, Vec<Failure<'a>>)> {
    let mut cache = TestCache::load(&workbook.root);
    let exercises = exercises(&candidates);
    let mut asked = Vec::new();
    for Candidate {
        exercise,
        fingerprint,
    } in candidates
    {
        let known = fingerprint.as_deref();
        let known = known.and_then(|known| cache.known(&key(exercise), known, time));
        if !known.is_some_and(|run| passes(&run)) {
            asked.push((exercise, fingerprint));
        }
    }
    if asked.is_empty() {
        return Ok((exercises, Vec::new()));
    }
    let subjects = asked.iter();
    let subjects = subjects.map(|(exercise, _)| Subject::learner(exercise).optimised());
    let subjects: Vec<Subject<'_>> = subjects.collect();
    let policy = CachePolicy::Ignore;
    let attempts = try_tests(workbook, &subjects, time, policy, control)?;
    let mut failures: Vec<Failure<'a>> = Vec::new();
    for ((exercise, fingerprint), attempt) in asked.into_iter().zip(attempts) {
        if let Some(difference) = Difference::of(&attempt) {
            failures.push((&exercise.id, difference));
        }
        if let Some(run) = &attempt.run {
            cache.add(&key(exercise), fingerprint, run);
        }
    }
    cache.save(&workbook.root, control.cancellation())?;
    let passed = |exercise: &&Exercise| !failures.iter().any(|(id, _)| *id == exercise.id);
    let passed = exercises.into_iter().filter(passed).collect();
    Ok((passed, failures))
}

/// The candidates' exercises.
pub(crate) fn exercises<'a>(candidates: &[Candidate<'a>]) -> Vec<&'a Exercise> {
    candidates.iter().map(|one| one.exercise).collect()
}

/// What such a run is remembered under.
fn key(exercise: &Exercise) -> String {
    format!("{} (optimised)", exercise.id)
}
