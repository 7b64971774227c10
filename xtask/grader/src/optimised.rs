//! What is timed must give the same answers: the graded tests run once more, optimised as the benchmark is.
//!
//! Only exercises that pass and are about to be timed get here, so that no verdict waits for it. What passed
//! is remembered with the same fingerprint as the first run's.

use crate::diagnostic::rendered;
use crate::event::Control;
use crate::grade::passes;
use crate::pipeline::{Attempt, CachePolicy, Subject, try_tests};
use crate::results::{Build, Measurement, TestOutcome};
use crate::test_cache::TestCache;
use anyhow::Result;
use std::time::Duration;
use workbook::{Exercise, Workbook};

/// An exercise that passes, and what that rests on; `None` where it must not be remembered.
pub(crate) struct Candidate<'a> {
    pub(crate) exercise: &'a Exercise,
    pub(crate) fingerprint: Option<String>,
}

/// An exercise that is not to be timed, by its id, and why.
pub(crate) type Untimed<'a> = (&'a str, Measurement);

/// Which of these may be timed, and why the others may not.
///
/// # Errors
/// As [`try_tests`].
pub(crate) fn split<'a>(
    workbook: &Workbook,
    candidates: Vec<Candidate<'a>>,
    time: Duration,
    control: &Control<'_>,
) -> Result<(Vec<&'a Exercise>, Vec<Untimed<'a>>)> {
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
    let mut untimed: Vec<Untimed<'a>> = Vec::new();
    for ((exercise, fingerprint), attempt) in asked.into_iter().zip(attempts) {
        if let Some(reason) = difference(&attempt) {
            untimed.push((&exercise.id, Measurement::Failed(reason)));
        }
        if let Some(run) = &attempt.run {
            cache.add(&key(exercise), fingerprint, run);
        }
    }
    cache.save(&workbook.root, control.cancellation())?;
    let is_timed = |exercise: &&Exercise| !untimed.iter().any(|(id, _)| *id == exercise.id);
    let timed = exercises.into_iter().filter(is_timed).collect();
    Ok((timed, untimed))
}

/// The candidates' exercises.
pub(crate) fn exercises<'a>(candidates: &[Candidate<'a>]) -> Vec<&'a Exercise> {
    candidates.iter().map(|one| one.exercise).collect()
}

/// What such a run is remembered under.
fn key(exercise: &Exercise) -> String {
    format!("{} (optimised)", exercise.id)
}

/// How an optimised build does not pass.
fn difference(attempt: &Attempt) -> Option<String> {
    let run = match (&attempt.build, &attempt.run) {
        (Build::Failed { errors }, _) => {
            let errors = rendered(errors);
            return Some(format!("it does not compile with optimisation:\n{errors}"));
        }
        (_, None) => return Some("its tests did not run with optimisation".to_owned()),
        (_, Some(run)) => run,
    };
    let missing = run.missing.first().map(|name| (&**name, "it is missing"));
    let mut tests = run.tests.iter();
    let failed = tests.find(|test| test.outcome != TestOutcome::Pass);
    let failed = failed.map(|test| (&*test.name, test.message.as_deref().unwrap_or_default()));
    let (name, message) = failed.or(missing)?;
    Some(format!(
        "with optimisation, as it would be timed, {name} fails:\n{message}\n\
         help: look for what differs between the two builds: `debug_assert!`, overflow that wraps, `cfg!`"
    ))
}
