//! The headline figures, of the same inputs in each run.
//!
//! Inputs are new in each run, so that remembered answers do not help. But then two attempts cannot be compared:
//! a comment changed 2 768 → 25 into 3 371 → 22. So the test that reports the figures runs once more, on inputs that are
//! always the same. What that run says is shown; to pass, both runs must.

use super::binary::{Inputs, TestBinary};
use super::budgets;
use super::job::{Finished, Job, SHIM};
use crate::protocol;
use crate::results::{TestOutcome, TestRun};
use std::time::Duration;

/// The jobs for those that are known from an earlier run, each with how long it took then.
pub(super) fn known(binaries: &[TestBinary<'_>]) -> Vec<(Duration, Job)> {
    let jobs = wanted(binaries).filter_map(|(number, binary)| {
        let name = binary.headline.as_ref()?;
        let duration = binary.durations.get(name).copied();
        Some((duration.unwrap_or(Duration::MAX), job(number, binary, name)))
    });
    jobs.collect()
}

/// The jobs for those that have just turned out to report the figures.
pub(super) fn unknown(binaries: &[TestBinary<'_>], finished: &[Finished]) -> Vec<Job> {
    let jobs = wanted(binaries).filter_map(|(number, binary)| {
        let of_binary = || finished.iter().filter(|test| test.binary == number);
        let reports = of_binary().filter(|test| {
            test.inputs == Inputs::Varied && budgets::headline(&test.facts).is_some()
        });
        let name = reports.map(|test| &test.result.name).max()?;
        let has_run =
            of_binary().any(|test| test.inputs == Inputs::Fixed && test.result.name == *name);
        (!has_run).then(|| job(number, binary, name))
    });
    jobs.collect()
}

/// The binaries whose figures are shown, by their numbers. Where someone repeats a run, its inputs are the same already.
fn wanted<'a>(binaries: &'a [TestBinary<'a>]) -> impl Iterator<Item = (usize, &'a TestBinary<'a>)> {
    let all = binaries.iter().enumerate();
    all.filter(|(_, binary)| binary.shows_headline && !protocol::is_seeded())
}

fn job(number: usize, binary: &TestBinary<'_>, name: &str) -> Job {
    let module = if binary.shimmed { SHIM } else { "" };
    Job::Test(number, format!("{module}{name}"), Inputs::Fixed)
}

/// Has the run show what a test said of the inputs of every run.
pub(super) fn show(run: &mut TestRun, fixed: Finished) {
    let name = &fixed.result.name;
    let Some(test) = run.tests.iter_mut().find(|test| test.name == *name) else {
        return;
    };
    // A test that no longer reports the figures is not the headline's.
    if run.headline.as_deref() == Some(name) {
        run.allocations = budgets::headline(&fixed.facts).or(run.allocations);
        run.trace = fixed.trace.or(run.trace.take());
    }
    if fixed.result.outcome != TestOutcome::Pass {
        let elapsed = test.elapsed.max(fixed.result.elapsed);
        *test = fixed.result;
        test.elapsed = elapsed;
    }
}
