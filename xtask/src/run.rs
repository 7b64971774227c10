//! Runs: each graded test in a process of its own, so that none can take another down.

use crate::facts::{self, Allocations, Fact, FactsFolder, Trace};
use crate::meter::Meter;
use crate::process::{self, Ended, Limits, Outcome};
use crate::stop;
use anyhow::{Context, Result};
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

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
}

/// Runs all tests of all binaries, several at once; the results are in the order of `binaries`.
///
/// # Errors
/// When a binary cannot be started or asked for its tests, or when the run is interrupted.
pub fn run(binaries: &[TestBinary<'_>], time: Duration, meter: &Meter) -> Result<Vec<TestRun>> {
    let limits = Limits {
        time,
        output: OUTPUT,
    };
    let mut runs = Vec::new();
    let mut jobs = Vec::new();
    for (number, binary) in binaries.iter().enumerate() {
        let present = list(binary, limits)?;
        let (run, tests) = compare(binary.expected, present);
        runs.push(run);
        jobs.extend(tests.into_iter().map(|test| (number, test)));
    }
    // Later steps do more, so they begin first: a learner waits for the test that ends last.
    jobs.reverse();
    meter.begin("testing", jobs.len());
    let mut finished = run_jobs(binaries, &jobs, limits, meter)?;
    // First by name: the headline must not depend on which of two tests ends later.
    finished.sort_by(|a, b| a.result.name.cmp(&b.result.name));
    for one in finished {
        let run = &mut runs[one.binary];
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

/// The tests that a binary says it has, by their own names.
fn list(binary: &TestBinary<'_>, limits: Limits) -> Result<Vec<String>> {
    let mut command = command(binary);
    command.args(["--list", "--format", "terse"]);
    let outcome = process::run(command, limits)?;
    let text = outcome.stdout.text();
    let names = text.lines().filter_map(|line| line.strip_suffix(": test"));
    Ok(names.map(str::to_owned).collect())
}

/// What is missing, what is unknown, and which tests to run: those that were shipped, and the
/// unknown ones too, since someone is writing them. Nothing was shipped yet: all are welcome.
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
    (run, present)
}

/// A test that has ended, and what it left.
struct Finished {
    /// The number of its binary.
    binary: usize,
    result: TestResult,
    facts: Vec<Fact>,
    trace: Option<Trace>,
}

fn run_jobs(
    binaries: &[TestBinary<'_>],
    jobs: &[(usize, String)],
    limits: Limits,
    meter: &Meter,
) -> Result<Vec<Finished>> {
    let folder = FactsFolder::new()?;
    let next = AtomicUsize::new(0);
    let finished = Mutex::new(Vec::new());
    let work = || -> Result<()> {
        loop {
            let job = next.fetch_add(1, Relaxed);
            let Some((number, test)) = jobs.get(job) else {
                return Ok(());
            };
            stop::check()?;
            let (facts_file, trace_file) = (folder.file(job), folder.trace(job));
            let binary = &binaries[*number];
            let command = test_command(binary, test, &facts_file, &trace_file);
            let (result, facts) = run_test(command, test, limits, &facts_file)?;
            meter.say(&result.name);
            meter.step();
            let mut finished = finished.lock().unwrap_or_else(|error| error.into_inner());
            finished.push(Finished {
                binary: *number,
                trace: Trace::read(&trace_file, &result.name, &facts),
                result,
                facts,
            });
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let mut ends = workers.into_iter().map(|worker| worker.join());
        ends.try_for_each(|end| end.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })?;
    Ok(finished
        .into_inner()
        .unwrap_or_else(|error| error.into_inner()))
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
    let (verdict, message) = judge(&outcome, &facts, limits);
    let result = TestResult {
        name: test.strip_prefix(SHIM).unwrap_or(test).to_owned(),
        outcome: verdict,
        elapsed: outcome.elapsed,
        message: message.map(|message| process::printable(&message)),
    };
    Ok((result, facts))
}

/// Names what happened. A pass needs evidence that the test came to its end: the harness's own
/// closing line, since a process that exits early has the same exit code.
fn judge(outcome: &Outcome, facts: &[Fact], limits: Limits) -> (TestOutcome, Option<String>) {
    let stdout = outcome.stdout.text();
    let stderr = outcome.stderr.text();
    let fail = |verdict, message: String| (verdict, Some(message));
    let Ended::Exited(status) = outcome.ended else {
        return fail(TestOutcome::TimedOut, timed_out(outcome, limits));
    };
    let met_cap = facts.iter().find_map(|fact| match fact {
        Fact::OutOfMemory { cap } => Some(*cap),
        _ => None,
    });
    let closing = stdout
        .lines()
        .rev()
        .find(|line| line.starts_with("test result: "));
    match (closing, status.success()) {
        (Some(line), true) if line.contains(" 1 passed;") => {
            if outcome.left_processes {
                return fail(
                    TestOutcome::Fail,
                    "it passed, but a process that it had started went on running\n\
                     (it has been stopped)\n\
                     help: wait for what you spawn, or do not spawn it"
                        .to_owned(),
                );
            }
            (TestOutcome::Pass, None)
        }
        (Some(_), true) => fail(
            TestOutcome::Fail,
            "the test did not run: it is marked `#[ignore]`".to_owned(),
        ),
        // Who is refused memory aborts, or panics as arenas do.
        (Some(_), false) => match met_cap {
            Some(cap) => fail(
                TestOutcome::OutOfMemory,
                format!("{}\n{}", out_of_memory(cap), panic_message(&stderr)),
            ),
            None => fail(TestOutcome::Fail, panic_message(&stderr)),
        },
        (None, _) => match met_cap {
            Some(cap) => fail(TestOutcome::OutOfMemory, out_of_memory(cap)),
            None => aborted(status, &stderr),
        },
    }
}

fn out_of_memory(cap: u64) -> String {
    format!(
        "it asked for more than {} of live memory, and was refused",
        process::size(cap)
    )
}

fn timed_out(outcome: &Outcome, limits: Limits) -> String {
    let seconds = limits.time.as_secs_f64();
    let printed = outcome.stdout.total() + outcome.stderr.total();
    let mut message = format!(
        "it had not ended after {seconds} s, and was stopped: an endless loop, a deadlock, or a \
         thread that is waited for and never ends"
    );
    if printed > OUTPUT as u64 {
        message += &format!("\nmeanwhile it printed {}", process::size(printed));
    }
    message
}

fn aborted(status: ExitStatus, stderr: &str) -> (TestOutcome, Option<String>) {
    #[cfg(unix)]
    let signal = std::os::unix::process::ExitStatusExt::signal(&status);
    #[cfg(not(unix))]
    let signal = None;
    let last_words = stderr.trim();
    let message = if last_words.contains("has overflowed its stack") {
        "stack overflow: a recursion that is too deep, or has no end".to_owned()
    } else if let (Some(code), None) = (status.code(), signal) {
        format!("the process ended with exit code {code} before the test did")
    } else {
        format!("the process was ended in the middle of the test ({status})")
    };
    let message = match last_words {
        "" => message,
        words => format!("{message}\n{words}"),
    };
    (TestOutcome::Aborted { signal }, Some(message))
}

/// The last panic's message: its place, and what it says. A failing test may have caught others
/// before. Without a panic, it is all that was said.
pub fn panic_message(stderr: &str) -> String {
    let lines: Vec<&str> = stderr.lines().collect();
    let is_panic = |line: &&str| line.starts_with("thread '") && line.contains(" panicked at ");
    let Some(start) = lines.iter().rposition(is_panic) else {
        return stderr.trim().to_owned();
    };
    let place = lines[start]
        .split(" panicked at ")
        .nth(1)
        .unwrap_or_default();
    let rest = lines[start + 1..]
        .iter()
        .filter(|line| !line.starts_with("note: run with `RUST_BACKTRACE=1`"));
    let text: Vec<&str> = rest.copied().collect();
    format!(
        "{}\nat {}",
        text.join("\n").trim(),
        place.trim_end_matches(':')
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_panic_is_the_message() {
        let stderr = "thread 'a' panicked at x.rs:1:1:\ncaught\nthread 'a' (7) panicked at \
                      tests/y.rs:2:3:\ntwo\nlines\nnote: run with `RUST_BACKTRACE=1` environment \
                      variable to display a backtrace\n";
        assert_eq!(panic_message(stderr), "two\nlines\nat tests/y.rs:2:3");
    }

    #[test]
    fn renamed_tests_are_missing_and_unknown_at_once() {
        let expected = ["step1::a".to_owned(), "step1::b".to_owned()];
        let present = vec!["graded::step1::a".to_owned(), "graded::step1::c".to_owned()];
        let (run, _) = compare(&expected, present);
        assert_eq!(run.missing, ["step1::b"]);
        assert_eq!(run.unknown, ["step1::c"]);
    }
}
