//! The whole measurement: this program is started again and again, and each process times its share.
//!
//! A child is told by the environment which comparison of the program it is for, and where to leave
//! its pairs. It runs the same `main`, so it builds its inputs itself, from a seed of its own; at the
//! comparison that is meant it times, writes, and ends. Earlier comparisons are passed over.

use super::pairs::{Share, check_answers};
use super::{Comparison, noise, stats};
use crate::protocol::{
    FACTS_VARIABLE, SECONDS_VARIABLE, SHARE_VARIABLE, SpeedDetails, SpeedVerdict,
};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

/// How long pairs are taken, in all processes together, where nothing else is said by
/// [`SECONDS_VARIABLE`].
const SECONDS: f64 = 1.0;
/// Processes that are timed, where the answer is not clear earlier. With twenty, the fourth value
/// from below and the fourth from above enclose the median with 99 % confidence: three processes in
/// a bad place do not widen the interval. Twelve longer ones found a slowdown of 5 % in 92.5 % of 40
/// runs only, since processes differ more than the pairs within one.
const PROCESSES: usize = 20;
/// From [`stats::FEWEST`] processes on, an interval no wider than this, as high over low, is enough.
const NARROW: f64 = 1.02;

/// The interval is wider than chance alone makes it, by this factor at each end: for where the linker
/// put the code, which no process changes. Equal functions of some ten microseconds and more differed
/// by up to 0.7 % on aligned code; shorter ones can differ by more, hence [`super::LEAST_GAIN`].
const PLACE: f64 = 1.005;

/// How many comparisons this process has met.
static MET: AtomicUsize = AtomicUsize::new(0);

/// Whether this process was started to time a share of a comparison. What a benchmark prints or
/// starts beside its comparisons, it should leave out then.
#[must_use]
pub fn in_child() -> bool {
    std::env::var_os(SHARE_VARIABLE).is_some()
}

/// Times `bad` against `yours`, prints the result, and writes it as the fact `speed`.
///
/// Each function gets one of the `inputs` and returns a checksum of its answer, which depends on
/// the input alone. Before anything is timed, both must agree on every input; while they are timed,
/// on every pair. Inputs change from pair to pair, and the order within a pair changes too. It takes
/// about a second, less where the answer is clear earlier, and what starting the processes costs.
///
/// The program is started again for each process, with the same arguments. In a child, comparisons
/// before the one that is meant return at once with figures that mean nothing.
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
    let number = MET.fetch_add(1, SeqCst);
    if let Some((wanted, file)) = child() {
        if wanted != number {
            return summary(&[Share {
                pairs: vec![(1.0, 1.0)],
            }]);
        }
        check_answers(workload, inputs, &mut bad, &mut yours);
        let time = seconds() / PROCESSES as u32;
        let share = Share::take(inputs, time, &mut bad, &mut yours);
        leave(&file, &share);
    }
    check_answers(workload, inputs, &mut bad, &mut yours);
    let comparison = in_processes(workload, number);
    println!("{workload}: {comparison}");
    comparison.emit(workload);
    comparison
}

/// In a child: which comparison it is for, and where to leave its pairs.
fn child() -> Option<(usize, PathBuf)> {
    let text = std::env::var(SHARE_VARIABLE).ok()?;
    let (number, file) = text.split_once(':')?;
    Some((number.parse().ok()?, PathBuf::from(file)))
}

/// Writes the share, and ends the process: whatever the program does afterwards is the parent's.
fn leave(file: &Path, share: &Share) -> ! {
    if let Err(error) = std::fs::write(file, share.write()) {
        panic!("{}: the pairs cannot be written: {error}", file.display());
    }
    std::process::exit(0);
}

fn in_processes(workload: &str, number: usize) -> Comparison {
    let mut shares = Vec::new();
    while shares.len() < PROCESSES {
        shares.push(share_of_a_child(workload, number, shares.len()));
        if shares.len() >= stats::FEWEST && is_narrow(&shares) {
            break;
        }
    }
    let mut comparison = summary(&shares);
    if comparison.verdict() == SpeedVerdict::TooNoisy {
        comparison.details.reason = Some(noise::reason(&shares));
    }
    comparison
}

fn share_of_a_child(workload: &str, number: usize, at: usize) -> Share {
    let name = format!("yardstick-{}-{number}-{at}", std::process::id());
    let file = std::env::temp_dir().join(name);
    let output = Command::new(std::env::current_exe().unwrap_or_default())
        .args(std::env::args_os().skip(1))
        .env(SHARE_VARIABLE, format!("{number}:{}", file.display()))
        // A benchmark's facts are the parent's.
        .env_remove(FACTS_VARIABLE)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .unwrap_or_else(|error| {
            panic!("{workload}: a process to time in cannot be started: {error}")
        });
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    let _ = std::fs::remove_file(&file);
    Share::read(&text).unwrap_or_else(|| {
        let words = String::from_utf8_lossy(&output.stderr);
        panic!(
            "{workload}: a process to time in gave no result:\n{}",
            words.trim()
        )
    })
}

fn is_narrow(shares: &[Share]) -> bool {
    let found = stats::interval(&mut log_ratios(shares));
    (found.high - found.low).exp() <= NARROW
}

fn log_ratios(shares: &[Share]) -> Vec<f64> {
    shares.iter().map(Share::log_ratio).collect()
}

fn summary(shares: &[Share]) -> Comparison {
    let found = stats::interval(&mut log_ratios(shares));
    let mut all: Vec<f64> = shares.iter().flat_map(Share::log_ratios).collect();
    let spread = stats::quantiles(&mut all, 20);
    let per_call = |of: fn(&(f64, f64)) -> f64| {
        let pairs = shares.iter().flat_map(|share| &share.pairs);
        stats::median(&mut pairs.map(of).collect::<Vec<_>>())
    };
    Comparison {
        ratio: found.median.exp(),
        low: found.low.exp() / PLACE,
        high: found.high.exp() * PLACE,
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

/// How long pairs are taken. What is negative, endless or no number falls back to the default.
fn seconds() -> Duration {
    let asked = std::env::var(SECONDS_VARIABLE).ok();
    let seconds = asked.and_then(|text| text.parse().ok());
    Duration::try_from_secs_f64(seconds.unwrap_or(SECONDS))
        .unwrap_or(Duration::from_secs_f64(SECONDS))
}
