//! The whole measurement: this program is started again and again, and each process times one of the two sides.
//!
//! An environment variable tells a child which comparison of the program to time, which side, for how long, and
//! where to write its samples. It runs the same `main`, so it builds its inputs itself, from the seed that the other
//! child of its pair gets, too; at its comparison it times its side, writes, and exits. Earlier comparisons return
//! at once.

use super::clock::{cost_of, fault_ns};
use super::comparison::{Comparison, Pair};
use super::purpose::{Purpose, how_to_measure, is_optimised};
use super::side::{Plan, Share, Side};
use super::{noise, stats};
use crate::protocol::{
    FACTS_VARIABLE, FRESH_VARIABLE, SECONDS_VARIABLE, SEED_VARIABLE, SHARE_VARIABLE, SpeedVerdict,
};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

/// How long samples are taken, in all processes together, unless [`SECONDS_VARIABLE`] overrides it.
const SECONDS: f64 = 1.0;
/// Pairs of processes that are timed, unless the answer is clear earlier. With twenty, the fourth value from
/// below and the fourth from above enclose the median with 99 % confidence: three unlucky processes
/// do not widen the interval. Twelve longer ones found a slowdown of 5 % in only 92.5 % of 40 runs,
/// since processes differ more than the samples within one.
const PAIRS: usize = 20;
/// From [`stats::MIN_VALUES`] pairs on, an interval no wider than this, as high over low, is enough.
const NARROW: f64 = 1.02;

/// A sample lasts at least this long, so that reading the clock does not count.
const SAMPLE: Duration = Duration::from_micros(300);
/// A sample that lasts this long is long enough: one side may be thousands of times as fast as the other.
const LONG_SAMPLE: Duration = Duration::from_millis(20);

/// What a program with comparisons is called in lists of tests.
const TEST_NAME: &str = "both_sides_agree";

/// How many comparisons this process has reached.
static REACHED: AtomicUsize = AtomicUsize::new(0);

/// Whether this process was started to time its share of a comparison. A benchmark should then skip
/// whatever else it prints or starts.
#[must_use]
pub fn in_child() -> bool {
    std::env::var_os(SHARE_VARIABLE).is_some()
}

/// Whether comparisons in this process only show that they work, as under `cargo test --all-targets`.
/// A benchmark should then do as little as shows it, and print no figures.
#[must_use]
pub fn is_trial() -> bool {
    !in_child() && Purpose::of_this_process() != Purpose::Measure
}

/// Times `bad` against `yours`, prints the result, and writes it as the fact `speed`.
///
/// Each function gets one of the `inputs` and returns a checksum of its answer, which depends on
/// the input alone. Before anything is timed, both must agree on every input; and so must the two processes of
/// every pair. It takes about a second, or less where the answer is clear earlier, plus the time to start the processes
/// and to build the inputs.
///
/// The program is started again for each process, with the same arguments. In a child, only one of the two functions
/// is called, and comparisons before its own return at once, with meaningless figures.
///
/// Under `cargo test`, which starts benchmarks without `--bench`, both functions run a few times, and no figures
/// are printed; the returned ones mean nothing ([`is_trial`]). Asked for a list of its tests, the program prints
/// one, and exits.
///
/// # Panics
/// When there are no inputs, when the two functions disagree, or when a process cannot be started.
#[track_caller]
pub fn compare<I>(
    workload: &str,
    inputs: &[I],
    mut bad: impl FnMut(&I) -> u64,
    mut yours: impl FnMut(&I) -> u64,
) -> Comparison {
    let number = REACHED.fetch_add(1, SeqCst);
    if let Some(task) = Task::of_this_process() {
        if task.number != number {
            return Comparison::meaningless();
        }
        let share = match task.side {
            Side::Bad => task.share(inputs, &mut bad),
            Side::Yours => task.share(inputs, &mut yours),
        };
        write_and_exit(&task.file, &share);
    }
    match Purpose::of_this_process() {
        Purpose::Measure => {}
        Purpose::Try => return try_once(workload, inputs, bad, yours),
        Purpose::List { ignored } => list_and_exit(ignored),
    }
    let slowest = check_answers(workload, inputs, &mut bad, &mut yours);
    let sample = slowest.clamp(SAMPLE, LONG_SAMPLE);
    let comparison = in_processes(workload, number, sample);
    println!("{workload}: {comparison}");
    if !is_optimised() {
        println!("(this build is not optimised: its figures mean nothing)");
    }
    comparison.emit(workload);
    comparison
}

/// Checks that both functions agree on every input: a fast wrong answer is not timed. Returns about how long the
/// slower of them takes.
#[track_caller]
fn check_answers<I>(
    workload: &str,
    inputs: &[I],
    bad: &mut impl FnMut(&I) -> u64,
    yours: &mut impl FnMut(&I) -> u64,
) -> Duration {
    assert!(!inputs.is_empty(), "{workload}: there is no input to time");
    let mut slowest = Duration::ZERO;
    for (number, input) in inputs.iter().enumerate() {
        let mut answers = [0, 0];
        let costs = [
            cost_of(|| answers[0] = bad(input)),
            cost_of(|| answers[1] = yours(input)),
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
    /// Which comparison of the program.
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

    fn share<I>(&self, inputs: &[I], f: &mut impl FnMut(&I) -> u64) -> Share {
        if std::env::var_os(FRESH_VARIABLE).is_some() {
            return Share::measure_fresh(inputs, f);
        }
        let time = seconds() / (2 * PAIRS as u32);
        let sample = self.sample;
        Share::measure(inputs, Plan { time, sample }, f)
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
    mut bad: impl FnMut(&I) -> u64,
    mut yours: impl FnMut(&I) -> u64,
) -> Comparison {
    check_answers(workload, inputs, &mut bad, &mut yours);
    let at_once = Plan {
        time: Duration::ZERO,
        sample: Duration::ZERO,
    };
    Share::measure(inputs, at_once, &mut bad);
    Share::measure(inputs, at_once, &mut yours);
    let how = how_to_measure();
    println!("{workload}: both sides run, and their answers agree; for figures: {how}");
    Comparison::meaningless()
}

/// One test for the whole program, however many comparisons it has, and none that is ignored.
fn list_and_exit(ignored: bool) -> ! {
    if !ignored {
        println!("{TEST_NAME}: benchmark");
    }
    std::process::exit(0);
}

fn in_processes(workload: &str, number: usize, sample: Duration) -> Comparison {
    let seed = std::env::var(SEED_VARIABLE).ok();
    let mut pairs = Vec::new();
    while pairs.len() < PAIRS {
        // Both processes of a pair build the same inputs.
        let seed = seed.clone().unwrap_or_else(|| new_seed().to_string());
        let share = |side| child_share(workload, number, side, sample, &seed);
        // Each side goes first as often as the other: a machine's speed drifts.
        let pair = if pairs.len() % 2 == 0 {
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
            assert_agree(workload, number, bad, yours);
        }
        pairs.push(pair);
        if pairs.len() >= stats::MIN_VALUES && is_narrow(&pairs) {
            break;
        }
    }
    let mut comparison = Comparison::of(&pairs);
    comparison.details.fault_ns = fault_ns();
    if comparison.verdict() == SpeedVerdict::TooNoisy {
        comparison.details.reason = Some(noise::reason(&pairs));
    }
    comparison
}

fn new_seed() -> u64 {
    std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), 0)
}

fn child_share(workload: &str, number: usize, side: Side, sample: Duration, seed: &str) -> Share {
    let name = format!("yardstick-{}-{number}", std::process::id());
    let file = std::env::temp_dir().join(name);
    let task = Task {
        number,
        side,
        sample,
        file,
    };
    let output = Command::new(std::env::current_exe().unwrap_or_default())
        .args(std::env::args_os().skip(1))
        .env(SHARE_VARIABLE, task.write())
        .env(SEED_VARIABLE, seed)
        // Only the parent writes facts.
        .env_remove(FACTS_VARIABLE)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .unwrap_or_else(|error| panic!("{workload}: cannot start a process to time in: {error}"));
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

fn is_narrow(pairs: &[Pair]) -> bool {
    let mut ratios: Vec<f64> = pairs.iter().map(Pair::log_ratio).collect();
    let interval = stats::interval(&mut ratios);
    (interval.high - interval.low).exp() <= NARROW
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
        check_answers("w", &[1, 2], &mut |n| *n, &mut |n| {
            if *n == 2 { 3 } else { *n }
        });
    }
}
