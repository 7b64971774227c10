//! The outcome of a test, judged by how its process ended and what it left behind.

use crate::process::{Ended, Limits, ProcessOutcome};
use crate::protocol::Fact;
use crate::results::TestOutcome;
use crate::text::{size, with_slashes};
use std::process::ExitStatus;

/// The outcome, and a message unless it is a pass. A pass needs evidence that the test ran to its
/// end, namely the harness's closing line: a process that exits early has the same exit code.
///
/// The line can be forged on purpose: code under test that writes it and exits with 0 passes a test that
/// has no budget. No check here could rule that out. Harness and test share a process, so whatever
/// would prove that the test returned (an argument, an environment variable, a pipe, a fact) is as
/// accessible to the test as to the harness, and a longer proof only needs a longer forgery. What
/// does differ is which thread ends the process; it shows in destructors and exit hooks, which each
/// system runs in its own way, and a mistake there would fail honest code.
///
/// What it takes: `unsafe` is forbidden in exercises and their build scripts are not run, so the code
/// has no place before `main`, and changes no environment. A budget that began and did not end fails
/// its test ([`budgets`](super::budgets)), so the forger has to leave before the first budget, or
/// write its facts too, to a file whose name is in the environment. Nobody does that by accident.
/// Where others rely on a grade, somebody should read the source.
pub(super) fn judge(
    outcome: &ProcessOutcome,
    facts: &[Fact],
    limits: Limits,
) -> (TestOutcome, Option<String>) {
    let stdout = outcome.stdout.text();
    let stderr = outcome.stderr.text();
    let fail = |verdict, message: String| (verdict, Some(message));
    let Ended::Exited(status) = outcome.ended else {
        return fail(TestOutcome::TimedOut, timed_out(outcome, limits));
    };
    let reached_cap = facts.iter().find_map(|fact| match fact {
        Fact::OutOfMemory { cap, .. } => Some(*cap),
        _ => None,
    });
    let closing = stdout.lines().rev().find_map(Closing::read);
    match (closing, status.success()) {
        (Some(Closing { passed: 1, .. }), true) => {
            if outcome.left_processes {
                return fail(
                    TestOutcome::Fail,
                    "it passed, but a process that it had started was still running\n\
                     (it has been stopped)\n\
                     help: wait for what you spawn, or do not spawn it"
                        .to_owned(),
                );
            }
            (TestOutcome::Pass, None)
        }
        (Some(Closing { ignored: 1.., .. }), true) => fail(
            TestOutcome::Fail,
            "the test did not run: it is marked `#[ignore]`\n\
             help: remove that mark, then check again"
                .to_owned(),
        ),
        (Some(_), true) => fail(
            TestOutcome::Fail,
            "the test did not run: the test binary has no test of this name".to_owned(),
        ),
        // A refused allocation aborts, or panics in bumpalo.
        (Some(_), false) => match reached_cap {
            Some(cap) => fail(
                TestOutcome::OutOfMemory,
                format!("{}\n{}", out_of_memory(cap), panic_message(&stderr))
                    .trim_end()
                    .to_owned(),
            ),
            None => fail(TestOutcome::Fail, failed(status, &stderr)),
        },
        (None, _) => match reached_cap {
            Some(cap) => fail(TestOutcome::OutOfMemory, out_of_memory(cap)),
            None => aborted(status, &stderr),
        },
    }
}

/// The harness's closing line: how many tests passed, and how many were ignored.
struct Closing {
    passed: u32,
    ignored: u32,
}

impl Closing {
    /// `test result: ok. 1 passed; 0 failed; 0 ignored; …`; `None` for any other line.
    fn read(line: &str) -> Option<Self> {
        let counts = line.strip_prefix("test result: ")?.split_once(". ")?.1;
        let count = |what: &str| {
            let mut counts = counts.split("; ");
            let number = counts.find_map(|count| count.strip_suffix(what))?;
            number.trim_end().parse().ok()
        };
        Some(Self {
            passed: count("passed")?,
            ignored: count("ignored")?,
        })
    }
}

/// Why a test failed that ran to its end.
fn failed(status: ExitStatus, stderr: &str) -> String {
    match panic_message(stderr).as_str() {
        "" => format!(
            "the test failed ({status}), and nothing says why: it panicked where a panic prints \
             nothing, because the code sets a panic hook (`std::panic::set_hook`), or closes or \
             redirects standard error\n\
             help: leave both alone, then check again to see the panic's message"
        ),
        message => message.to_owned(),
    }
}

fn out_of_memory(cap: u64) -> String {
    format!(
        "it asked for more than {} of live memory, and was refused",
        size(cap)
    )
}

fn timed_out(outcome: &ProcessOutcome, limits: Limits) -> String {
    let seconds = limits.time.as_secs_f64();
    let printed = outcome.stdout.total() + outcome.stderr.total();
    let mut message = format!(
        "it was still running after {seconds} s, and was stopped: an endless loop, a deadlock, or a \
         wait for a thread that never ends"
    );
    if printed > limits.output as u64 {
        message += &format!("\nmeanwhile it printed {}", size(printed));
    }
    message
}

fn aborted(status: ExitStatus, stderr: &str) -> (TestOutcome, Option<String>) {
    #[cfg(unix)]
    let signal = std::os::unix::process::ExitStatusExt::signal(&status);
    #[cfg(not(unix))]
    let signal = None;
    let stderr = &*places_with_slashes(stderr.trim());
    let message = if stderr.contains("has overflowed its stack") {
        "stack overflow: recursion that is too deep, or never ends".to_owned()
    } else if let (Some(code), None) = (status.code(), signal) {
        let ended = format!("the process ended with exit code {code} before the test did");
        match code {
            // The harness's own codes.
            0 | 101 => format!(
                "{ended}: the code calls `std::process::exit`, or it closes or redirects standard output, \
                 so that the test's result is lost\n\
                 help: return instead, and leave standard output open, then check again"
            ),
            1..=255 => format!(
                "{ended}: the code calls `std::process::exit`\n\
                 help: return or panic instead, then check again"
            ),
            // How Windows reports a crash.
            _ => ended,
        }
    } else {
        format!("the process ended abnormally in the middle of the test ({status})")
    };
    let message = match stderr {
        "" => format!("{message}\nit printed nothing to standard error"),
        _ => format!("{message}\n{stderr}"),
    };
    (TestOutcome::Aborted { signal }, Some(message))
}

/// The message and place of the last panic, since a test may have caught others before it failed.
/// Without a panic, all of the text.
#[must_use]
pub fn panic_message(stderr: &str) -> String {
    let lines: Vec<&str> = stderr.lines().collect();
    let is_panic = |line: &&str| panic_place(line).is_some();
    let Some(start) = lines.iter().rposition(is_panic) else {
        return stderr.trim().to_owned();
    };
    let place = panic_place(lines[start]).unwrap_or_default();
    let rest = lines[start + 1..]
        .iter()
        .filter(|line| !line.starts_with("note: run with `RUST_BACKTRACE=1`"));
    let text: Vec<&str> = rest.copied().collect();
    let place = in_its_crate(with_slashes(place.trim_end_matches(':')));
    let text = text.join("\n");
    let text = match place.contains("/tests/") {
        true => whose(text.trim()),
        false => text.trim().to_owned(),
    };
    format!("{text}\nat {place}")
}

/// A place in a dependency without the folder of this machine that it is in: `bumpalo-3.20.4/src/lib.rs:7`.
fn in_its_crate(place: String) -> String {
    let dependency = place.split_once("/registry/src/");
    let in_crate = dependency.and_then(|(_, rest)| rest.split_once('/'));
    in_crate.map_or(place.clone(), |(_, in_crate)| in_crate.to_owned())
}

/// The message of `assert_eq!` or `assert_ne!` in a graded test with its sides called by whose they are: the learner's value
/// comes first there.
fn whose(text: &str) -> String {
    let sides = |headline: &str, [first, second]: [&str; 2]| {
        let rest = text.strip_prefix(headline)?;
        let (what, values) = rest.split_once("\n  left: ")?;
        // A value printed over several lines has this mark at a line's start nowhere else.
        let (left, right) = values.split_once("\n right: ")?;
        let what = what.trim_start_matches(": ");
        let what = if what.is_empty() {
            "the two differ"
        } else {
            what
        };
        Some(match second {
            "" => format!("{what}\n{first}{left}"),
            _ => format!("{what}\n{first}{left}\n{second}{right}"),
        })
    };
    sides(
        "assertion `left == right` failed",
        ["     yours: ", "  expected: "],
    )
    .or_else(|| {
        sides(
            "assertion `left != right` failed",
            ["  yours, and not to be: ", ""],
        )
    })
    .unwrap_or(text.to_owned())
}

/// The place of a panic, where the line is the first of its report.
fn panic_place(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("thread '")?;
    rest.split(" panicked at ").nth(1)
}

/// The text with `/` in the places of its panics.
fn places_with_slashes(stderr: &str) -> String {
    let lines = stderr.split('\n').map(|line| match panic_place(line) {
        Some(place) => line.replace(place, &with_slashes(place)),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_harness_closes_a_run() {
        let line = "test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out; \
                    finished in 0.00s";
        assert!(Closing::read(line).is_some_and(|closing| closing.passed == 1));
        let ignored = "test result: ok. 0 passed; 0 failed; 1 ignored; 0 measured";
        assert!(Closing::read(ignored).is_some_and(|closing| closing.ignored == 1));
        for other in [
            "test result: maybe",
            "test result: ok. 1 passed",
            "x test result",
        ] {
            assert!(Closing::read(other).is_none(), "{other}");
        }
    }

    #[test]
    fn the_last_panic_is_the_message() {
        let stderr = "thread 'a' panicked at x.rs:1:1:\ncaught\nthread 'a' (7) panicked at \
                      tests/y.rs:2:3:\ntwo\nlines\nnote: run with `RUST_BACKTRACE=1` environment \
                      variable to display a backtrace\n";
        assert_eq!(panic_message(stderr), "two\nlines\nat tests/y.rs:2:3");
    }

    #[test]
    fn a_place_in_a_dependency_is_one_in_its_crate() {
        let stderr = "thread 'a' (7) panicked at /home/me/.cargo/registry/src/index-1f/bumpalo-3.20.4/src/alloc.rs:30:5:\n\
                      out of memory\ncalled from exercises/x/src/lib.rs:7  f()\n";
        assert_eq!(
            panic_message(stderr),
            "out of memory\ncalled from exercises/x/src/lib.rs:7  f()\nat bumpalo-3.20.4/src/alloc.rs:30:5"
        );
    }

    #[test]
    fn the_sides_of_a_comparison_say_whose_they_are() {
        let panicked = |place: &str, text: &str| {
            panic_message(&format!("thread 'a' (7) panicked at {place}:\n{text}\n"))
        };
        let text = "assertion `left == right` failed: the sum\n  left: 1\n right: 2";
        assert_eq!(
            panicked("a/tests/graded/y.rs:2:3", text),
            "the sum\n     yours: 1\n  expected: 2\nat a/tests/graded/y.rs:2:3"
        );
        let text = "assertion `left == right` failed\n  left: 1\n right: 2";
        assert!(panicked("a/tests/y.rs:2:3", text).starts_with("the two differ\n     yours: 1"));
        let text = "assertion `left != right` failed: again\n  left: 1\n right: 1";
        assert_eq!(
            panicked("a/tests/y.rs:2:3", text),
            "again\n  yours, and not to be: 1\nat a/tests/y.rs:2:3"
        );
        let text = "assertion `left == right` failed\n  left: 1\n right: 2";
        assert_eq!(
            panicked("a/src/lib.rs:2:3", text),
            format!("{text}\nat a/src/lib.rs:2:3")
        );
    }

    #[test]
    fn places_have_slashes_and_other_text_is_kept() {
        let file = std::path::Path::new("tests").join("y.rs");
        let head = format!("thread 'a' (7) panicked at {}:2:3:", file.display());
        let stderr = format!("tests\\y\n{head}\nno C:\\x\n");
        assert_eq!(panic_message(&stderr), "no C:\\x\nat tests/y.rs:2:3");
        assert_eq!(
            places_with_slashes(&stderr),
            "tests\\y\nthread 'a' (7) panicked at tests/y.rs:2:3:\nno C:\\x\n"
        );
    }
}
