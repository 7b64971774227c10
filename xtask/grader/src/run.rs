//! Runs: each graded test in a process of its own, so that none can take another down.

mod judge;

use crate::facts::{self, Allocations, Fact, FactsFolder, Trace};
use crate::meter::Meter;
use crate::process::{self, Limits};
use crate::stop;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

pub use judge::panic_message;

/// Live bytes that a test may hold. Far above what any exercise needs, far below what a laptop has.
const CAP: u64 = 512 << 20;
/// What is kept of each end of a test's output.
const OUTPUT: usize = 32 << 10;
/// The module that the solutions' shim puts around the tests.
const SHIM: &str = "graded::";

/// A test binary, and what should be in it.
pub struct TestBinary<'a> {
    /// The executable.
    pub executable: &'a Path,
    /// Where its tests run.
    pub folder: &'a Path,
    /// The tests that were shipped.
    pub expected: &'a [String],
    /// How long each took last time, where that is known.
    pub durations: BTreeMap<String, Duration>,
    /// Whether it is a solution's, which has the tests in a module of its own.
    pub shimmed: bool,
    /// Whether its tests record traces.
    pub traced: bool,
}

/// How a test ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestOutcome {
    /// It passed.
    Pass,
    /// An assertion failed, or something else panicked.
    Fail,
    /// The process ended before the test did.
    Aborted {
        /// The signal that ended it, on systems that have signals.
        signal: Option<i32>,
    },
    /// It was stopped at the time limit.
    TimedOut,
    /// It met the cap on live bytes.
    OutOfMemory,
}

impl TestOutcome {
    /// Its name in documents.
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

/// One test, and what came of it.
#[derive(Clone, Debug)]
pub struct TestResult {
    /// As `step2_budget::name`.
    pub name: String,
    /// How it ended.
    pub outcome: TestOutcome,
    /// How long it ran.
    pub elapsed: Duration,
    /// What went wrong; none for a pass.
    pub message: Option<String>,
}

/// What came of a test binary.
#[derive(Clone, Debug, Default)]
pub struct TestRun {
    /// The tests that ran, in the order of their names.
    pub tests: Vec<TestResult>,
    /// Shipped tests that are not in the binary.
    pub missing: Vec<String>,
    /// Tests in the binary that were not shipped.
    pub unknown: Vec<String>,
    /// The headline figure, where a test got as far as reporting it.
    pub allocations: Option<Allocations>,
    /// The trace of the test that reported it, where traces were asked for.
    pub trace: Option<Trace>,
    /// It is an earlier run's: nothing has changed since.
    pub cached: bool,
}

/// Runs all tests of all binaries, several at once; the results are in the order of `binaries`.
///
/// The shipped tests begin at once. Meanwhile each binary is asked what is in it: what was shipped
/// and is not there is missing, and what was not shipped runs afterwards.
///
/// # Errors
/// When a binary cannot be started or asked for its tests, or when the run is interrupted.
pub fn run(binaries: &[TestBinary<'_>], time: Duration, meter: &Meter) -> Result<Vec<TestRun>> {
    let limits = Limits {
        time,
        output: OUTPUT,
    };
    let shipped = shipped_jobs(binaries);
    let n_tests = shipped.len();
    let lists = (0..binaries.len()).map(Job::List);
    let jobs: Vec<Job> = shipped.into_iter().chain(lists).collect();
    meter.begin("testing", n_tests);
    let mut workers = Workers::new(binaries, limits, meter)?;
    workers.work(&jobs)?;

    let mut runs = Vec::new();
    let mut unknown = Vec::new();
    for (number, binary) in binaries.iter().enumerate() {
        let present = workers.lists.remove(&number).unwrap_or_default();
        let (run, tests) = compare(binary.expected, present);
        runs.push(run);
        unknown.extend(tests.into_iter().map(|test| Job::Test(number, test)));
    }
    workers.work(&unknown)?;
    let mut finished = workers.finished;
    // First by name: the headline must not depend on which of two tests ends later.
    finished.sort_by(|a, b| a.result.name.cmp(&b.result.name));
    for one in finished {
        let run = &mut runs[one.binary];
        if run.missing.contains(&one.result.name) {
            continue;
        }
        let allocations = one.facts.iter().rev().find_map(|fact| match fact {
            Fact::Allocations(allocations) => Some(*allocations),
            _ => None,
        });
        if allocations.is_some() {
            run.allocations = allocations;
            run.trace = one.trace;
        }
        run.tests.push(one.result);
    }
    Ok(runs)
}

/// The shipped tests in the order to begin them: what took longest last time comes first, since a
/// learner waits for the test that ends last. What was never run may take longest of all; later
/// steps do more.
fn shipped_jobs(binaries: &[TestBinary<'_>]) -> Vec<Job> {
    let mut jobs = Vec::new();
    for (number, binary) in binaries.iter().enumerate() {
        let shim = if binary.shimmed { SHIM } else { "" };
        for test in binary.expected.iter().rev() {
            let duration = binary.durations.get(test).copied();
            let job = Job::Test(number, format!("{shim}{test}"));
            jobs.push((duration.unwrap_or(Duration::MAX), job));
        }
    }
    jobs.sort_by_key(|(duration, _)| std::cmp::Reverse(*duration));
    jobs.into_iter().map(|(_, job)| job).collect()
}

/// The tests that a binary says it has, by their own names.
fn list(binary: &TestBinary<'_>, limits: Limits) -> Result<Vec<String>> {
    let mut command = command(binary);
    command.args(["--list", "--format", "terse"]);
    let outcome = process::run(command, limits)?;
    let text = outcome.stdout.text();
    let names = text.lines().filter_map(|line| line.strip_suffix(": test"));
    Ok(names.map(str::to_owned).collect())
}

/// What is missing, what is unknown, and the unknown tests by their own names: they run too, since
/// someone is writing them. Where nothing was shipped yet, all are welcome.
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

/// Something for a worker to do.
enum Job {
    /// Run this test of the binary of this number.
    Test(usize, String),
    /// Ask the binary of this number for its tests.
    List(usize),
}

/// A test that has ended, and what it left.
struct Finished {
    /// The number of its binary.
    binary: usize,
    result: TestResult,
    facts: Vec<Fact>,
    trace: Option<Trace>,
}

/// As many threads as can run at once, and what they have done so far.
struct Workers<'a> {
    binaries: &'a [TestBinary<'a>],
    limits: Limits,
    meter: &'a Meter,
    folder: FactsFolder,
    /// Tests that were started, which gives each a file of its own.
    started: AtomicUsize,
    finished: Vec<Finished>,
    /// What each binary says that is in it.
    lists: BTreeMap<usize, Vec<String>>,
}

/// What came of a job.
enum Done {
    Test(Finished),
    List(usize, Vec<String>),
}

impl<'a> Workers<'a> {
    fn new(binaries: &'a [TestBinary<'a>], limits: Limits, meter: &'a Meter) -> Result<Self> {
        Ok(Self {
            binaries,
            limits,
            meter,
            folder: FactsFolder::new()?,
            started: AtomicUsize::new(0),
            finished: Vec::new(),
            lists: BTreeMap::new(),
        })
    }

    /// Does these jobs, begun in their order.
    fn work(&mut self, jobs: &[Job]) -> Result<()> {
        let next = AtomicUsize::new(0);
        let done = Mutex::new(Vec::new());
        let worker = || -> Result<()> {
            while let Some(job) = jobs.get(next.fetch_add(1, Relaxed)) {
                stop::check()?;
                let one = self.job(job)?;
                done.lock()
                    .unwrap_or_else(|error| error.into_inner())
                    .push(one);
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
        for one in done.into_inner().unwrap_or_else(|error| error.into_inner()) {
            match one {
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
                let present = list(&self.binaries[*number], self.limits)?;
                return Ok(Done::List(*number, present));
            }
        };
        let place = self.started.fetch_add(1, Relaxed);
        let (facts_file, trace_file) = (self.folder.file(place), self.folder.trace(place));
        let command = test_command(&self.binaries[number], test, &facts_file, &trace_file);
        let (result, facts) = run_test(command, test, self.limits, &facts_file)?;
        self.meter.say(&result.name);
        self.meter.step();
        Ok(Done::Test(Finished {
            binary: number,
            trace: Trace::read(&trace_file, &result.name, &facts),
            result,
            facts,
        }))
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
        .env(facts::FILE_VARIABLE, facts)
        .env(facts::CAP_VARIABLE, CAP.to_string());
    match binary.traced {
        true => command.env(facts::TRACE_VARIABLE, trace),
        // Nobody asked for it here, whatever the variable is set to outside.
        false => command.env_remove(facts::TRACE_VARIABLE),
    };
    command
}

fn run_test(
    command: Command,
    test: &str,
    limits: Limits,
    facts_file: &Path,
) -> Result<(TestResult, Vec<Fact>)> {
    let outcome = process::run(command, limits).with_context(|| test.to_owned())?;
    let facts = facts::read(facts_file);
    let (verdict, message) = judge::judge(&outcome, &facts, limits);
    let result = TestResult {
        name: test.strip_prefix(SHIM).unwrap_or(test).to_owned(),
        outcome: verdict,
        elapsed: outcome.elapsed,
        message: message.map(|message| process::printable(&message)),
    };
    Ok((result, facts))
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
    fn the_longest_test_begins_first_and_what_is_new_before_it() {
        let expected = ["s1::a", "s2::b", "s3::c", "s4::d"].map(str::to_owned);
        let known = [("s1::a", 3), ("s2::b", 50), ("s4::d", 4)];
        let known = known.map(|(name, ms)| (name.to_owned(), Duration::from_millis(ms)));
        let binary = TestBinary {
            executable: Path::new("graded"),
            folder: Path::new("."),
            expected: &expected,
            durations: known.into(),
            shimmed: true,
            traced: false,
        };
        let names = shipped_jobs(&[binary]).into_iter().map(|job| match job {
            Job::Test(_, name) => name,
            Job::List(_) => panic!("only tests were asked for"),
        });
        let names: Vec<String> = names.collect();
        let order = ["s3::c", "s2::b", "s4::d", "s1::a"];
        assert_eq!(names, order.map(|name| format!("graded::{name}")));
    }
}
