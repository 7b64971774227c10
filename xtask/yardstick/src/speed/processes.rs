//! The whole measurement: this program is started again and again, and each process times its share.
//!
//! An environment variable tells a child which comparison of the program to time, and where to write
//! its pairs. It runs the same `main`, so it builds its inputs itself, from its own seed; at its
//! comparison it times, writes, and exits. Earlier comparisons return at once.

use super::comparison::Comparison;
use super::pairs::{Share, check_answers};
use super::purpose::{Purpose, how_to_measure, is_optimised};
use super::{noise, stats};
use crate::protocol::{
    FACTS_VARIABLE, FRESH_VARIABLE, SECONDS_VARIABLE, SHARE_VARIABLE, SpeedDetails, SpeedVerdict,
};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

/// How long pairs are taken, in all processes together, unless [`SECONDS_VARIABLE`] overrides it.
const SECONDS: f64 = 1.0;
/// Processes that are timed, unless the answer is clear earlier. With twenty, the fourth value from
/// below and the fourth from above enclose the median with 99 % confidence: three unlucky processes
/// do not widen the interval. Twelve longer ones found a slowdown of 5 % in only 92.5 % of 40 runs,
/// since processes differ more than the pairs within one.
const PROCESSES: usize = 20;
/// From [`stats::MIN_VALUES`] processes on, an interval no wider than this, as high over low, is
/// enough.
const NARROW: f64 = 1.02;

/// The interval is widened by this factor at each end, for where the linker put the code, which is
/// the same in every process. Equal functions of some ten microseconds and more differed by up to
/// 0.7 % on aligned code; shorter ones can differ by more, hence [`super::LEAST_GAIN`].
const PLACEMENT: f64 = 1.005;

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
/// the input alone. Before anything is timed, both must agree on every input; while they are timed,
/// on every pair. Inputs change from pair to pair, and so does the order within a pair. It takes
/// about a second, or less where the answer is clear earlier, plus the time to start the processes.
///
/// The program is started again for each process, with the same arguments. In a child, comparisons
/// before its own return at once, with meaningless figures.
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
    if let Some((own, file)) = child() {
        if own != number {
            return summary(&[Share {
                pairs: vec![(1.0, 1.0)],
            }]);
        }
        if is_fresh() {
            let share = Share::measure_fresh(workload, inputs, &mut bad, &mut yours);
            write_and_exit(&file, &share);
        }
        check_answers(workload, inputs, &mut bad, &mut yours);
        let time = seconds() / PROCESSES as u32;
        let share = Share::measure(inputs, time, &mut bad, &mut yours);
        write_and_exit(&file, &share);
    }
    match Purpose::of_this_process() {
        Purpose::Measure => {}
        Purpose::Try => return try_once(workload, inputs, bad, yours),
        Purpose::List { ignored } => list_and_exit(ignored),
    }
    check_answers(workload, inputs, &mut bad, &mut yours);
    let comparison = in_processes(workload, number);
    println!("{workload}: {comparison}");
    if !is_optimised() {
        println!("(this build is not optimised: its figures mean nothing)");
    }
    comparison.emit(workload);
    comparison
}

/// Whether code that remembers answers is to gain nothing by it.
fn is_fresh() -> bool {
    std::env::var_os(FRESH_VARIABLE).is_some()
}

/// In a child: the number of its comparison, and the file for its pairs.
fn child() -> Option<(usize, PathBuf)> {
    let text = std::env::var(SHARE_VARIABLE).ok()?;
    let (number, file) = text.split_once(':')?;
    Some((number.parse().ok()?, PathBuf::from(file)))
}

/// Writes the share, and ends the process: whatever the program does next is for the parent to do.
fn write_and_exit(file: &Path, share: &Share) -> ! {
    if let Err(error) = std::fs::write(file, share.write()) {
        panic!("{}: cannot write the pairs: {error}", file.display());
    }
    std::process::exit(0);
}

/// A pair or two in this process, whose times are not shown.
#[track_caller]
fn try_once<I>(
    workload: &str,
    inputs: &[I],
    mut bad: impl FnMut(&I) -> u64,
    mut yours: impl FnMut(&I) -> u64,
) -> Comparison {
    check_answers(workload, inputs, &mut bad, &mut yours);
    let share = Share::measure(inputs, Duration::ZERO, &mut bad, &mut yours);
    let how = how_to_measure();
    println!("{workload}: both sides run, and their answers agree; for figures: {how}");
    summary(&[share])
}

/// One test for the whole program, however many comparisons it has, and none that is ignored.
fn list_and_exit(ignored: bool) -> ! {
    if !ignored {
        println!("{TEST_NAME}: benchmark");
    }
    std::process::exit(0);
}

fn in_processes(workload: &str, number: usize) -> Comparison {
    let mut shares = Vec::new();
    while shares.len() < PROCESSES {
        shares.push(child_share(workload, number, shares.len()));
        if shares.len() >= stats::MIN_VALUES && is_narrow(&shares) {
            break;
        }
    }
    let mut comparison = summary(&shares);
    if comparison.verdict() == SpeedVerdict::TooNoisy {
        comparison.details.reason = Some(noise::reason(&shares));
    }
    comparison
}

fn child_share(workload: &str, number: usize, process: usize) -> Share {
    let name = format!("yardstick-{}-{number}-{process}", std::process::id());
    let file = std::env::temp_dir().join(name);
    let output = Command::new(std::env::current_exe().unwrap_or_default())
        .args(std::env::args_os().skip(1))
        .env(SHARE_VARIABLE, format!("{number}:{}", file.display()))
        // Only the parent writes facts.
        .env_remove(FACTS_VARIABLE)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .unwrap_or_else(|error| panic!("{workload}: cannot start a process to time in: {error}"));
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    let _ = std::fs::remove_file(&file);
    Share::read(&text).unwrap_or_else(|| {
        let stderr = String::from_utf8_lossy(&output.stderr);
        panic!(
            "{workload}: a timing process gave no result:\n{}",
            stderr.trim()
        )
    })
}

fn is_narrow(shares: &[Share]) -> bool {
    let interval = stats::interval(&mut log_ratios(shares));
    (interval.high - interval.low).exp() <= NARROW
}

fn log_ratios(shares: &[Share]) -> Vec<f64> {
    shares.iter().map(Share::log_ratio).collect()
}

fn summary(shares: &[Share]) -> Comparison {
    let interval = stats::interval(&mut log_ratios(shares));
    let mut all: Vec<f64> = shares.iter().flat_map(Share::log_ratios).collect();
    let spread = stats::quantiles(&mut all, 20);
    let per_call = |of: fn(&(f64, f64)) -> f64| {
        let pairs = shares.iter().flat_map(|share| &share.pairs);
        stats::median(&mut pairs.map(of).collect::<Vec<_>>())
    };
    Comparison {
        ratio: interval.median.exp(),
        low: interval.low.exp() / PLACEMENT,
        high: interval.high.exp() * PLACEMENT,
        details: SpeedDetails {
            processes: shares.len() as u64,
            pairs: all.len() as u64,
            bad_ns: per_call(|pair| pair.0),
            yours_ns: per_call(|pair| pair.1),
            spread: spread.into_iter().map(f64::exp).collect(),
            reason: None,
        },
    }
}

/// How long pairs are taken. A value that is negative, infinite or not a number falls back to the
/// default.
fn seconds() -> Duration {
    let text = std::env::var(SECONDS_VARIABLE).ok();
    let seconds = text.and_then(|text| text.parse().ok());
    Duration::try_from_secs_f64(seconds.unwrap_or(SECONDS))
        .unwrap_or(Duration::from_secs_f64(SECONDS))
}
