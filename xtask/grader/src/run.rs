//! Runs: each graded test in a process of its own, so that none can take others down with it.

mod binary;

mod budgets;

mod job;

mod headline;

mod judge;

mod patience;

mod statics;

use crate::event::{Control, Event, Stage};
use crate::machine;
use crate::process::{self, Ended, Limits};
use crate::protocol::{self, Fact, FactsFolder, Trace};
use crate::results::{TestOutcome, TestResult, TestRun};
use crate::text::printable;
use anyhow::Result;
use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use binary::Inputs;
use job::{Finished, Job, SHIM};
use patience::Patience;

pub use binary::TestBinary;
pub use judge::panic_message;

/// What is kept of each end of a test's output.
const OUTPUT: usize = 32 << 10;
/// What yardstick says where it cannot report.
const NO_FACTS: &str = "cannot write the facts of this run";

/// Runs all tests of all binaries, several at once; the results are in the order of `binaries`.
///
/// The shipped tests start at once. Meanwhile each binary lists its tests: shipped tests that it
/// does not list are missing, and listed tests that were not shipped run afterwards. The test with the headline figures
/// runs twice: on new inputs, and on those of every run.
///
/// # Errors
/// When a binary cannot be started or asked for its tests, or when the run is cancelled.
pub fn run(
    binaries: &[TestBinary<'_>],
    time: Duration,
    control: &Control<'_>,
) -> Result<Vec<TestRun>> {
    let limits = Limits {
        time,
        output: OUTPUT,
    };
    let mut timed = shipped_jobs(binaries);
    let total = timed.len();
    timed.extend(headline::known(binaries));
    let lists = (0..binaries.len()).map(Job::List);
    let jobs: Vec<Job> = longest_first(timed).chain(lists).collect();
    control.emit(Event::Stage {
        stage: Stage::Test,
        total,
    });
    let mut workers = Workers::new(binaries, limits, control)?;
    workers.work(&jobs)?;

    let mut runs = Vec::new();
    let mut unknown = Vec::new();
    for (number, binary) in binaries.iter().enumerate() {
        // Without a list nothing is known to be missing: what each test did says more.
        let Some(present) = workers.lists.remove(&number).flatten() else {
            runs.push(TestRun::default());
            continue;
        };
        let (run, tests) = compare(&binary.exercise.shipped.tests, present);
        runs.push(run);
        let tests = tests.into_iter();
        unknown.extend(tests.map(|test| Job::Test(number, test, Inputs::Varied)));
    }
    workers.work(&unknown)?;
    workers.work(&headline::unknown(binaries, &workers.finished))?;
    let mut finished = workers.finished;
    // Sorted by name: the headline must not depend on which of two tests ends later.
    finished.sort_by(|a, b| a.result.name.cmp(&b.result.name));
    let (varied, fixed): (Vec<Finished>, Vec<Finished>) = finished
        .into_iter()
        .partition(|test| test.inputs == Inputs::Varied);
    for test in varied {
        let run = &mut runs[test.binary];
        if run.missing.contains(&test.result.name) {
            continue;
        }
        let allocations = budgets::headline(&test.facts);
        if allocations.is_some() {
            run.allocations = allocations;
            run.headline = Some(test.result.name.clone());
            run.trace = test.trace;
        }
        run.tests.push(test.result);
    }
    for test in fixed {
        headline::show(&mut runs[test.binary], test);
    }
    Ok(runs)
}

/// The order to start jobs in: what took longest last time comes first, since a learner waits for the test that ends
/// last.
fn longest_first(mut timed: Vec<(Duration, Job)>) -> impl Iterator<Item = Job> {
    timed.sort_by_key(|(duration, _)| std::cmp::Reverse(*duration));
    timed.into_iter().map(|(_, job)| job)
}

/// The shipped tests, each with how long it took last time. One that has never run may take longest of all, and later
/// steps tend to do more.
fn shipped_jobs(binaries: &[TestBinary<'_>]) -> Vec<(Duration, Job)> {
    let binaries = binaries.iter().enumerate();
    timed_jobs(binaries.map(|(number, binary)| {
        let module = if binary.shimmed { SHIM } else { "" };
        let tests = &*binary.exercise.shipped.tests;
        (number, tests, &binary.durations, module)
    }))
}

/// Jobs for the tests of each binary, given by its number, its tests, how long they took, and the
/// module around them.
fn timed_jobs<'a>(
    binaries: impl IntoIterator<Item = (usize, &'a [String], &'a BTreeMap<String, Duration>, &'a str)>,
) -> Vec<(Duration, Job)> {
    let mut jobs = Vec::new();
    for (number, tests, durations, module) in binaries {
        for test in tests.iter().rev() {
            let duration = durations.get(test).copied();
            let job = Job::Test(number, format!("{module}{test}"), Inputs::Varied);
            jobs.push((duration.unwrap_or(Duration::MAX), job));
        }
    }
    jobs
}

/// The tests that a binary lists, by the names that it gives them; `None` where it ended before its
/// harness did, because of code that runs before `main`, say.
fn list(
    binary: &TestBinary<'_>,
    limits: Limits,
    control: &Control<'_>,
) -> Result<Option<Vec<String>>> {
    let mut command = binary.command();
    command.args(["--list", "--format", "terse"]);
    let outcome = process::run_test(command, limits, control.cancellation());
    let outcome = match outcome {
        Err(_) if binary.what_is_gone().is_some() => return Ok(None),
        outcome => outcome?,
    };
    if !matches!(outcome.ended, Ended::Exited(status) if status.success()) {
        return Ok(None);
    }
    let text = outcome.stdout.text();
    let names = text.lines().filter_map(|line| line.strip_suffix(": test"));
    Ok(Some(names.map(str::to_owned).collect()))
}

/// A run with what is missing and what is unknown, and the unknown tests by the names that the
/// binary gives them: they run too, since someone may be writing them.
fn compare(expected: &[String], present: Vec<String>) -> (TestRun, Vec<String>) {
    let plain = |name: &String| name.strip_prefix(SHIM).unwrap_or(name).to_owned();
    let names: Vec<String> = present.iter().map(plain).collect();
    let missing = expected.iter().filter(|name| !names.contains(name));
    let unknown = names.iter().filter(|name| !expected.contains(name));
    let run = TestRun {
        missing: missing.cloned().collect(),
        unknown: unknown.cloned().collect(),
        ..TestRun::default()
    };
    let to_run = present.into_iter();
    let to_run = to_run.filter(|name| run.unknown.contains(&plain(name)));
    let to_run = to_run.collect();
    (run, to_run)
}

/// As many threads as can run at once, and their results so far.
struct Workers<'a> {
    binaries: &'a [TestBinary<'a>],
    patience: Patience,
    control: &'a Control<'a>,
    folder: FactsFolder,
    /// How many tests have started: each gets a file of its own.
    n_started: AtomicUsize,
    /// The binaries whose first test has started.
    started: Mutex<HashSet<usize>>,
    /// For each binary, what is to be said against its statics; it is read once.
    statics: Vec<OnceLock<Option<String>>>,
    finished: Vec<Finished>,
    /// What each binary lists.
    lists: BTreeMap<usize, Option<Vec<String>>>,
}

/// The result of a job.
enum Done {
    Test(Box<Finished>),
    List(usize, Option<Vec<String>>),
}

impl<'a> Workers<'a> {
    fn new(
        binaries: &'a [TestBinary<'a>],
        limits: Limits,
        control: &'a Control<'a>,
    ) -> Result<Self> {
        Ok(Self {
            binaries,
            patience: Patience::new(limits),
            control,
            folder: FactsFolder::new()?,
            n_started: AtomicUsize::new(0),
            started: Mutex::default(),
            statics: binaries.iter().map(|_| OnceLock::new()).collect(),
            finished: Vec::new(),
            lists: BTreeMap::new(),
        })
    }

    /// Does these jobs, starting them in order.
    fn work(&mut self, jobs: &[Job]) -> Result<()> {
        let next = AtomicUsize::new(0);
        let done = Mutex::new(Vec::new());
        let worker = || -> Result<()> {
            while let Some(job) = jobs.get(next.fetch_add(1, Relaxed)) {
                self.control.check()?;
                let result = self.job(job)?;
                done.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(result);
            }
            Ok(())
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            let threads = threads.min(jobs.len());
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
            let mut ends = workers.into_iter().map(|worker| worker.join());
            ends.try_for_each(|end| end.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })?;
        for result in done.into_inner().unwrap_or_else(PoisonError::into_inner) {
            match result {
                Done::Test(finished) => self.finished.push(*finished),
                Done::List(number, tests) => {
                    self.lists.insert(number, tests);
                }
            }
        }
        Ok(())
    }

    fn job(&self, job: &Job) -> Result<Done> {
        let (number, test, inputs) = match job {
            Job::Test(number, test, inputs) => (*number, test, *inputs),
            Job::List(number) => {
                let present = list(&self.binaries[*number], self.patience.usual(), self.control)?;
                return Ok(Done::List(*number, present));
            }
        };
        let binary = &self.binaries[number];
        self.announce(number);
        let mut finished = self.run_test(number, test, inputs)?;
        if self.may_be_the_machine(&finished.result) {
            // What was used up for a moment may be there again.
            finished = self.run_test(number, test, inputs)?;
            if self.may_be_the_machine(&finished.result)
                && let Some(problem) = machine::trouble_now(self.folder.path())
            {
                return Err(problem.into());
            }
        }
        if inputs == Inputs::Varied {
            self.control
                .emit(Event::Tested(binary.exercise, &finished.result));
        }
        Ok(Done::Test(Box::new(finished)))
    }

    /// Whether a test may have failed because the machine refused it something.
    fn may_be_the_machine(&self, result: &TestResult) -> bool {
        let text = result.message.as_deref().unwrap_or_default();
        match result.outcome {
            TestOutcome::Pass | TestOutcome::TimedOut | TestOutcome::OutOfMemory => false,
            // Without memory, Linux kills.
            TestOutcome::Aborted { signal: Some(9) } => true,
            TestOutcome::Aborted { .. } | TestOutcome::Fail => {
                machine::may_have_caused(text) || text.contains(NO_FACTS)
            }
        }
    }

    /// What the statics of a binary have against the pass of a test that has budgets.
    fn on_statics(&self, number: usize, facts: &[Fact]) -> Option<String> {
        let has_budget = facts.iter().any(|fact| matches!(fact, Fact::Budget(_)));
        let executable = self.binaries[number].executable;
        let objection = || {
            self.statics[number]
                .get_or_init(|| statics::objection(executable))
                .clone()
        };
        has_budget.then(objection).flatten()
    }

    /// Reports the start of a binary's first test.
    fn announce(&self, number: usize) {
        let mut started = self.started.lock().unwrap_or_else(PoisonError::into_inner);
        if started.insert(number) {
            self.control
                .emit(Event::Started(self.binaries[number].exercise));
        }
    }

    fn run_test(&self, number: usize, test: &str, inputs: Inputs) -> Result<Finished> {
        let binary = &self.binaries[number];
        let place = self.n_started.fetch_add(1, Relaxed);
        let (facts_file, trace_file) = (self.folder.file(place), self.folder.trace(place));
        let command = binary.test_command(test, inputs, &facts_file, &trace_file);
        let name = test.strip_prefix(SHIM).unwrap_or(test);
        let finished =
            |verdict, elapsed, message: Option<String>, facts: Vec<Fact>, trace| Finished {
                binary: number,
                inputs,
                result: TestResult {
                    name: name.to_owned(),
                    outcome: verdict,
                    elapsed,
                    message: message.map(|message| printable(&message)),
                    figure: budgets::figure(&facts),
                },
                facts,
                trace,
            };
        let limits = self.patience.of(number);
        let outcome = process::run_test(command, limits, self.control.cancellation());
        let outcome = match (outcome, binary.what_is_gone()) {
            (Ok(outcome), _) => outcome,
            (Err(error), None) => return Err(error.context(test.to_owned())),
            (Err(_), Some(message)) => {
                let (fail, no_time) = (TestOutcome::Fail, Duration::ZERO);
                return Ok(finished(fail, no_time, Some(message), Vec::new(), None));
            }
        };
        let facts = protocol::read(&facts_file);
        let (mut verdict, mut message) = judge::judge(&outcome, &facts, limits);
        if verdict == TestOutcome::TimedOut
            && let Some(said) = self.patience.ran_out(number, limits)
        {
            message = message.map(|message| format!("{message}\n({said})"));
        }
        if verdict == TestOutcome::Pass
            && let Some(objection) =
                budgets::objection(&facts).or_else(|| self.on_statics(number, &facts))
        {
            (verdict, message) = (TestOutcome::Fail, Some(objection));
        }
        let trace = Trace::read(&trace_file, name, &facts);
        Ok(finished(verdict, outcome.elapsed, message, facts, trace))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renamed_tests_are_missing_and_unknown_at_once() {
        let expected = ["step1::a".to_owned(), "step1::b".to_owned()];
        let present = vec!["graded::step1::a".to_owned(), "graded::step1::c".to_owned()];
        let (run, to_run) = compare(&expected, present);
        assert_eq!(run.missing, ["step1::b"]);
        assert_eq!(run.unknown, ["step1::c"]);
        assert_eq!(to_run, ["graded::step1::c"]);
    }

    #[test]
    fn the_longest_test_starts_first_and_new_tests_before_it() {
        let shipped = ["s1::a", "s2::b", "s3::c", "s4::d"].map(str::to_owned);
        let known = [("s1::a", 3), ("s2::b", 50), ("s4::d", 4)];
        let known = known.map(|(name, ms)| (name.to_owned(), Duration::from_millis(ms)));
        let jobs = longest_first(timed_jobs([(0, &shipped[..], &known.into(), SHIM)]));
        let names = jobs.map(|job| match job {
            Job::Test(_, name, _) => name,
            Job::List(_) => panic!("only tests were asked for"),
        });
        let names: Vec<String> = names.collect();
        let order = ["s3::c", "s2::b", "s4::d", "s1::a"];
        assert_eq!(names, order.map(|name| format!("graded::{name}")));
    }
}
