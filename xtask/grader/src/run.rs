//! Runs: each graded test in a process of its own, so that none can take others down with it.

mod judge;

use crate::cargo_failure;
use crate::event::{Control, Event, Stage};
use crate::process::{self, Ended, Limits};
use crate::protocol::{self, Fact, FactsFolder, Trace};
use crate::results::{TestResult, TestRun};
use crate::text::printable;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use workbook::Exercise;

pub use judge::panic_message;

/// Live bytes that a test may hold: far more than any exercise needs, far less than a laptop has.
const CAP: u64 = 512 << 20;
/// What is kept of each end of a test's output.
const OUTPUT: usize = 32 << 10;
/// What yardstick says where it cannot report.
const NO_FACTS: &str = "cannot write the facts of this run";
/// The module that the solutions' shim puts around the tests.
const SHIM: &str = "graded::";

/// A test binary, and what should be in it.
pub struct TestBinary<'a> {
    /// The exercise whose tests these are.
    pub exercise: &'a Exercise,
    /// The executable.
    pub executable: &'a Path,
    /// The folder that its tests run in.
    pub folder: &'a Path,
    /// How long each test took last time, where known.
    pub durations: BTreeMap<String, Duration>,
    /// Whether its tests are in a module of their own, as a solution's are.
    pub shimmed: bool,
    /// Whether its tests record traces.
    pub traced: bool,
}

/// Runs all tests of all binaries, several at once; the results are in the order of `binaries`.
///
/// The shipped tests start at once. Meanwhile each binary lists its tests: shipped tests that it
/// does not list are missing, and listed tests that were not shipped run afterwards.
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
    let shipped = shipped_jobs(binaries);
    let total = shipped.len();
    let lists = (0..binaries.len()).map(Job::List);
    let jobs: Vec<Job> = shipped.into_iter().chain(lists).collect();
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
        unknown.extend(tests.into_iter().map(|test| Job::Test(number, test)));
    }
    workers.work(&unknown)?;
    let mut finished = workers.finished;
    // Sorted by name: the headline must not depend on which of two tests ends later.
    finished.sort_by(|a, b| a.result.name.cmp(&b.result.name));
    for test in finished {
        let run = &mut runs[test.binary];
        if run.missing.contains(&test.result.name) {
            continue;
        }
        let allocations = test.facts.iter().rev().find_map(|fact| match fact {
            Fact::Allocations(allocations) => Some(*allocations),
            _ => None,
        });
        if allocations.is_some() {
            run.allocations = allocations;
            run.trace = test.trace;
        }
        run.tests.push(test.result);
    }
    Ok(runs)
}

/// The shipped tests in the order to start them: what took longest last time comes first, since a
/// learner waits for the test that ends last. A test that has never run may take longest of all,
/// and later steps tend to do more.
fn shipped_jobs(binaries: &[TestBinary<'_>]) -> Vec<Job> {
    let binaries = binaries.iter().enumerate();
    jobs_in_order(binaries.map(|(number, binary)| {
        let module = if binary.shimmed { SHIM } else { "" };
        let tests = &*binary.exercise.shipped.tests;
        (number, tests, &binary.durations, module)
    }))
}

/// Jobs for the tests of each binary, given by its number, its tests, how long they took, and the
/// module around them.
fn jobs_in_order<'a>(
    binaries: impl IntoIterator<Item = (usize, &'a [String], &'a BTreeMap<String, Duration>, &'a str)>,
) -> Vec<Job> {
    let mut jobs = Vec::new();
    for (number, tests, durations, module) in binaries {
        for test in tests.iter().rev() {
            let duration = durations.get(test).copied();
            let job = Job::Test(number, format!("{module}{test}"));
            jobs.push((duration.unwrap_or(Duration::MAX), job));
        }
    }
    jobs.sort_by_key(|(duration, _)| std::cmp::Reverse(*duration));
    jobs.into_iter().map(|(_, job)| job).collect()
}

/// The tests that a binary lists, by the names that it gives them; `None` where it ended before its
/// harness did, because of code that runs before `main`, say.
fn list(
    binary: &TestBinary<'_>,
    limits: Limits,
    control: &Control<'_>,
) -> Result<Option<Vec<String>>> {
    let mut command = command(binary);
    command.args(["--list", "--format", "terse"]);
    let outcome = process::run_test(command, limits, control.cancellation())?;
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

/// Work for a thread.
enum Job {
    /// Run this test of the binary with this number.
    Test(usize, String),
    /// Ask the binary with this number for its tests.
    List(usize),
}

/// A test that has ended, and what it reported.
struct Finished {
    /// The number of its binary.
    binary: usize,
    result: TestResult,
    facts: Vec<Fact>,
    trace: Option<Trace>,
}

/// As many threads as can run at once, and their results so far.
struct Workers<'a> {
    binaries: &'a [TestBinary<'a>],
    limits: Limits,
    control: &'a Control<'a>,
    folder: FactsFolder,
    /// How many tests have started: each gets a file of its own.
    n_started: AtomicUsize,
    /// The binaries whose first test has started.
    started: Mutex<HashSet<usize>>,
    finished: Vec<Finished>,
    /// What each binary lists.
    lists: BTreeMap<usize, Option<Vec<String>>>,
}

/// The result of a job.
enum Done {
    Test(Finished),
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
            limits,
            control,
            folder: FactsFolder::new()?,
            n_started: AtomicUsize::new(0),
            started: Mutex::default(),
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
                Done::Test(finished) => self.finished.push(finished),
                Done::List(number, tests) => {
                    self.lists.insert(number, tests);
                }
            }
        }
        Ok(())
    }

    fn job(&self, job: &Job) -> Result<Done> {
        let (number, test) = match job {
            Job::Test(number, test) => (*number, test),
            Job::List(number) => {
                let present = list(&self.binaries[*number], self.limits, self.control)?;
                return Ok(Done::List(*number, present));
            }
        };
        let binary = &self.binaries[number];
        self.announce(number);
        let place = self.n_started.fetch_add(1, Relaxed);
        let (facts_file, trace_file) = (self.folder.file(place), self.folder.trace(place));
        let command = test_command(binary, test, &facts_file, &trace_file);
        let (result, facts) = self.run_test(command, test, &facts_file)?;
        self.control.emit(Event::Tested(binary.exercise, &result));
        Ok(Done::Test(Finished {
            binary: number,
            trace: Trace::read(&trace_file, &result.name, &facts),
            result,
            facts,
        }))
    }

    /// Reports the start of a binary's first test.
    fn announce(&self, number: usize) {
        let mut started = self.started.lock().unwrap_or_else(PoisonError::into_inner);
        if started.insert(number) {
            self.control
                .emit(Event::Started(self.binaries[number].exercise));
        }
    }

    fn run_test(
        &self,
        command: Command,
        test: &str,
        facts_file: &Path,
    ) -> Result<(TestResult, Vec<Fact>)> {
        let outcome = process::run_test(command, self.limits, self.control.cancellation());
        let outcome = outcome.with_context(|| test.to_owned())?;
        let facts = protocol::read(facts_file);
        let (verdict, message) = judge::judge(&outcome, &facts, self.limits);
        // A test whose report found no room says nothing about the learner's code.
        let has_no_room = message.as_ref().is_some_and(|text| text.contains(NO_FACTS));
        if has_no_room && !self.folder.has_room() {
            return Err(cargo_failure::no_room_for_facts().into());
        }
        let result = TestResult {
            name: test.strip_prefix(SHIM).unwrap_or(test).to_owned(),
            outcome: verdict,
            elapsed: outcome.elapsed,
            message: message.map(|message| printable(&message)),
        };
        Ok((result, facts))
    }
}

fn command(binary: &TestBinary<'_>) -> Command {
    let mut command = Command::new(binary.executable);
    command
        .current_dir(binary.folder)
        .env("RUST_BACKTRACE", "0");
    command
}

fn test_command(binary: &TestBinary<'_>, test: &str, facts: &Path, trace: &Path) -> Command {
    let mut command = command(binary);
    command
        .args(["--exact", test, "--nocapture"])
        .env(protocol::FACTS_VARIABLE, facts)
        .env(protocol::LIVE_BYTES_CAP_VARIABLE, CAP.to_string());
    match binary.traced {
        true => command.env(protocol::TRACE_VARIABLE, trace),
        // No trace is wanted, even if the variable is set outside.
        false => command.env_remove(protocol::TRACE_VARIABLE),
    };
    command
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
        let names = jobs_in_order([(0, &shipped[..], &known.into(), SHIM)])
            .into_iter()
            .map(|job| match job {
                Job::Test(_, name) => name,
                Job::List(_) => panic!("only tests were asked for"),
            });
        let names: Vec<String> = names.collect();
        let order = ["s3::c", "s2::b", "s4::d", "s1::a"];
        assert_eq!(names, order.map(|name| format!("graded::{name}")));
    }
}
