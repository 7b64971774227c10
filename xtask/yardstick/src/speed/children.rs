//! Child processes: this program is started again and again, and each process times one of the two sides.
//!
//! An environment variable tells a child which measurement of the program to take part in, which side to time, how long
//! a sample should last, and where to write its samples. It runs the same `main`, so it builds its inputs itself, from
//! the seed that the other child of its pair gets, too; at its measurement it times its side, writes, and exits.
//! Earlier measurements return at once.

use super::clock::cost_of;
use super::comparison::Pair;
use super::purpose::{Purpose, how_to_measure};
use super::sampler::Plan;
use super::side::{Share, Side};
use crate::protocol::{
    Clock, FACTS_VARIABLE, FRESH_VARIABLE, SECONDS_VARIABLE, SEED_VARIABLE, SHARE_VARIABLE,
    THREADS_VARIABLE,
};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

/// How long samples are taken, in all processes together, unless [`SECONDS_VARIABLE`] overrides it.
const SECONDS: f64 = 1.0;

/// A sample lasts at least this long, so that reading the clock does not count.
const SAMPLE: Duration = Duration::from_micros(300);
/// A sample that lasts this long is long enough: one side may be thousands of times as fast as the other.
const LONG_SAMPLE: Duration = Duration::from_millis(20);

/// What a program with measurements is called in lists of tests.
const TEST_NAME: &str = "both_sides_agree";

/// How many measurements this process has reached.
static REACHED: AtomicUsize = AtomicUsize::new(0);

/// Whether this process was started to time its share of a measurement. A benchmark should then skip
/// whatever else it prints or starts.
#[must_use]
pub fn in_child() -> bool {
    std::env::var_os(SHARE_VARIABLE).is_some()
}

/// Whether measurements in this process only show that they work, as under `cargo test --all-targets`.
/// A benchmark should then do as little as shows it, and print no figures.
#[must_use]
pub fn is_trial() -> bool {
    !in_child() && Purpose::of_this_process() != Purpose::Measure
}

/// How a child measures.
#[derive(Clone, Copy)]
pub(super) struct Method {
    pub(super) clock: Clock,
    /// How many children share the time.
    pub(super) children: usize,
}

impl Method {
    fn time(self) -> Duration {
        seconds() / self.children as u32
    }
}

/// The processes of one measurement, still to be started.
pub(super) struct Children<'a> {
    workload: &'a str,
    /// Which measurement of the program.
    number: usize,
    sample: Duration,
}

impl<'a> Children<'a> {
    /// Does what this process was started for, unless that is to start others: a child times its side and exits, and a
    /// trial calls both. Then, and in a child that another measurement started, there is nothing more to do: `None`.
    ///
    /// # Panics
    /// When there are no inputs, or when the two functions disagree.
    #[track_caller]
    pub(super) fn of<I>(
        workload: &'a str,
        inputs: &[I],
        method: Method,
        bad: &mut impl FnMut(&I) -> u64,
        yours: &mut impl FnMut(&I) -> u64,
    ) -> Option<Self> {
        let number = REACHED.fetch_add(1, SeqCst);
        if let Some(task) = Task::of_this_process() {
            if task.number != number {
                return None;
            }
            let share = match task.side {
                Side::Bad => task.share(inputs, method, bad),
                Side::Yours => task.share(inputs, method, yours),
            };
            write_and_exit(&task.file, &share);
        }
        match Purpose::of_this_process() {
            Purpose::Measure => {}
            Purpose::Try => {
                try_once(workload, inputs, method.clock, bad, yours);
                return None;
            }
            Purpose::List { ignored } => list_and_exit(ignored),
        }
        let slowest = check_answers(workload, inputs, method.clock, bad, yours);
        Some(Self {
            workload,
            number,
            sample: slowest.clamp(SAMPLE, LONG_SAMPLE),
        })
    }

    /// Pair number `n`: a process for each side, with as many threads as given, if the code asks for that.
    ///
    /// # Panics
    /// When their answers differ, or a process cannot be started.
    #[track_caller]
    pub(super) fn pair(&self, n: usize, threads: Option<usize>) -> Pair {
        // Both processes of a pair build the same inputs.
        let seed = std::env::var(SEED_VARIABLE);
        let seed = seed.unwrap_or_else(|_| new_seed().to_string());
        let share = |side| self.share(side, threads, &seed);
        // Each side goes first as often as the other: a machine's speed drifts.
        let pair = if n.is_multiple_of(2) {
            let bad = share(Side::Bad);
            Pair {
                bad,
                yours: share(Side::Yours),
            }
        } else {
            let yours = share(Side::Yours);
            Pair {
                bad: share(Side::Bad),
                yours,
            }
        };
        for (number, (bad, yours)) in pair.answers().enumerate() {
            assert_agree(self.workload, number, bad, yours);
        }
        pair
    }

    fn share(&self, side: Side, threads: Option<usize>, seed: &str) -> Share {
        let workload = self.workload;
        let name = format!("yardstick-{}-{}", std::process::id(), self.number);
        let task = Task {
            number: self.number,
            side,
            sample: self.sample,
            file: std::env::temp_dir().join(name),
        };
        let mut command = Command::new(std::env::current_exe().unwrap_or_default());
        command
            .args(std::env::args_os().skip(1))
            .env(SHARE_VARIABLE, task.write())
            .env(SEED_VARIABLE, seed)
            // Only the parent writes facts.
            .env_remove(FACTS_VARIABLE)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        if let Some(threads) = threads {
            command.env(THREADS_VARIABLE, threads.to_string());
        }
        let output = command.output().unwrap_or_else(|error| {
            panic!("{workload}: cannot start a process to time in: {error}")
        });
        let text = std::fs::read_to_string(&task.file).unwrap_or_default();
        let _ = std::fs::remove_file(&task.file);
        Share::read(&text).unwrap_or_else(|| {
            let stderr = String::from_utf8_lossy(&output.stderr);
            panic!(
                "{workload}: a process that timed {side} gave no result:\n{}",
                stderr.trim()
            )
        })
    }
}

/// Checks that both functions agree on every input: a fast wrong answer is not timed. Returns about how long the
/// slower of them takes.
#[track_caller]
fn check_answers<I>(
    workload: &str,
    inputs: &[I],
    clock: Clock,
    bad: &mut impl FnMut(&I) -> u64,
    yours: &mut impl FnMut(&I) -> u64,
) -> Duration {
    assert!(!inputs.is_empty(), "{workload}: there is no input to time");
    let mut slowest = Duration::ZERO;
    for (number, input) in inputs.iter().enumerate() {
        let mut answers = [0, 0];
        let costs = [
            cost_of(clock, || answers[0] = bad(input)),
            cost_of(clock, || answers[1] = yours(input)),
        ];
        slowest = costs.iter().map(|cost| cost.time).fold(slowest, Ord::max);
        assert_agree(workload, number, answers[0], answers[1]);
    }
    slowest
}

#[track_caller]
fn assert_agree(workload: &str, number: usize, bad: u64, yours: u64) {
    assert!(
        bad == yours,
        "{workload}: the answers differ on input {number}: bad {bad}, yours {yours}\n\
         a fast wrong answer is not timed"
    );
}

/// What a child is to do.
#[derive(Debug, PartialEq)]
struct Task {
    /// Which measurement of the program.
    number: usize,
    side: Side,
    sample: Duration,
    /// Where its share goes.
    file: PathBuf,
}

impl Task {
    fn of_this_process() -> Option<Self> {
        Self::read(&std::env::var(SHARE_VARIABLE).ok()?)
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(4, ':');
        let number = parts.next()?.parse().ok()?;
        let side = parts.next()?.parse().ok()?;
        let sample = Duration::from_nanos(parts.next()?.parse().ok()?);
        let file = PathBuf::from(parts.next()?);
        Some(Self {
            number,
            side,
            sample,
            file,
        })
    }

    fn write(&self) -> String {
        let Self {
            number,
            side,
            sample,
            file,
        } = self;
        format!("{number}:{side}:{}:{}", sample.as_nanos(), file.display())
    }

    fn share<I>(&self, inputs: &[I], method: Method, f: &mut impl FnMut(&I) -> u64) -> Share {
        let clock = method.clock;
        if std::env::var_os(FRESH_VARIABLE).is_some() {
            return Share::measure_fresh(inputs, clock, f);
        }
        let plan = Plan {
            clock,
            time: method.time(),
            sample: self.sample,
        };
        Share::measure(inputs, plan, f)
    }
}

/// Writes the share, and ends the process: whatever the program does next is for the parent to do.
fn write_and_exit(file: &Path, share: &Share) -> ! {
    if let Err(error) = std::fs::write(file, share.write()) {
        panic!("{}: cannot write the samples: {error}", file.display());
    }
    std::process::exit(0);
}

/// A call or two of each side in this process, whose times are not shown.
#[track_caller]
fn try_once<I>(
    workload: &str,
    inputs: &[I],
    clock: Clock,
    bad: &mut impl FnMut(&I) -> u64,
    yours: &mut impl FnMut(&I) -> u64,
) {
    check_answers(workload, inputs, clock, bad, yours);
    let at_once = Plan {
        clock,
        time: Duration::ZERO,
        sample: Duration::ZERO,
    };
    Share::measure(inputs, at_once, bad);
    Share::measure(inputs, at_once, yours);
    let how = how_to_measure();
    println!("{workload}: both sides run, and their answers agree; for figures: {how}");
}

/// One test for the whole program, however many measurements it has, and none that is ignored.
fn list_and_exit(ignored: bool) -> ! {
    if !ignored {
        println!("{TEST_NAME}: benchmark");
    }
    std::process::exit(0);
}

fn new_seed() -> u64 {
    std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), 0)
}

/// How long samples are taken. A value that is negative, infinite or not a number falls back to the
/// default.
fn seconds() -> Duration {
    let text = std::env::var(SECONDS_VARIABLE).ok();
    let seconds = text.and_then(|text| text.parse().ok());
    Duration::try_from_secs_f64(seconds.unwrap_or(SECONDS))
        .unwrap_or(Duration::from_secs_f64(SECONDS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_survives_the_way_to_the_child() {
        let task = Task {
            number: 3,
            side: Side::Yours,
            sample: Duration::from_micros(1_500),
            file: PathBuf::from("C:\\Temp\\a b:c"),
        };
        assert_eq!(Task::read(&task.write()), Some(task));
        for text in ["", "0", "0:bad", "0:bad:5", "0:worse:5:x", "0:bad:x:x"] {
            assert_eq!(Task::read(text), None, "{text:?}");
        }
    }

    #[test]
    #[should_panic(expected = "the answers differ on input 1: bad 2, yours 3")]
    fn a_wrong_answer_is_not_timed() {
        check_answers("w", &[1, 2], Clock::Wall, &mut |n| *n, &mut |n| {
            if *n == 2 { 3 } else { *n }
        });
    }
}
