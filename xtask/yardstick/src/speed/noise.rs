//! Why a measurement is noisy: the first reason that applies, the easiest to act on first.
//!
//! Linux reports load and battery state; elsewhere the pairs themselves show the kind of noise.

use super::comparison::Pair;
use super::stats;
use std::path::Path;

/// If a process's slow samples take this many times the median, the cause is not the work.
const UNEVEN: f64 = 1.25;
/// If times change by this factor from the first processes to the last, they drift.
const DRIFT: f64 = 1.10;

/// One line: what probably made the interval wide, and what to do.
pub(super) fn reason(pairs: &[Pair]) -> String {
    let reasons = [
        (
            on_battery(),
            "the machine is on battery, where clock rates change: plug it in and measure again",
        ),
        (
            is_loaded(),
            "other programs keep the processor busy: close them and measure again",
        ),
        (
            is_uneven(pairs),
            "samples of the same work differ a lot, as when other programs run: close them and measure again",
        ),
        (
            drifts(pairs),
            "times changed from process to process, as clock rates do under heat or power saving: wait a while and measure again",
        ),
    ];
    let first = reasons.into_iter().find(|(applies, _)| *applies);
    let text = first.map_or(
        "the ratio differs from process to process, with the placement of code and data in memory: measure again",
        |(_, text)| text,
    );
    format!("likely reason: {text}")
}

/// Whether Linux reports a battery that discharges.
fn on_battery() -> bool {
    let Ok(supplies) = std::fs::read_dir("/sys/class/power_supply") else {
        return false;
    };
    let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_default();
    supplies
        .filter_map(Result::ok)
        .any(|supply| read(&supply.path().join("status")).trim() == "Discharging")
}

/// Whether Linux reports more runnable tasks than cores. One of them is this measurement.
fn is_loaded() -> bool {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = text
        .split(' ')
        .next()
        .and_then(|word| word.parse::<f64>().ok());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    load.is_some_and(|load| load > cores as f64)
}

/// Whether the slowest tenth of the samples is far from the median.
fn is_uneven(pairs: &[Pair]) -> bool {
    let shares = pairs.iter().flat_map(|pair| [&pair.bad, &pair.yours]);
    let mut times: Vec<f64> = shares.flat_map(|share| share.unevenness()).collect();
    stats::quantiles(&mut times, 10)[9] > UNEVEN
}

/// Whether the first third of the processes ran at another speed than the last.
fn drifts(pairs: &[Pair]) -> bool {
    let times: Vec<f64> = pairs.iter().map(|pair| pair.yours.log_ns().exp()).collect();
    let third = (times.len() / 3).max(1);
    let first = stats::median(&mut times[..third].to_vec());
    let last = stats::median(&mut times[times.len() - third..].to_vec());
    (first / last).max(last / first) > DRIFT
}

#[cfg(test)]
mod tests {
    use super::super::sampler::Sample;
    use super::super::side::Share;
    use super::*;
    use crate::protocol::Clock;

    fn pairs(time: impl Fn(usize, usize) -> f64) -> Vec<Pair> {
        let share = |process: usize| Share {
            clock: Clock::Cpu,
            answers: vec![0],
            samples: (0..50)
                .map(|sample| Sample {
                    first: 0,
                    ns: time(process, sample),
                    faults: None,
                    waits: None,
                })
                .collect(),
        };
        let pairs = (0..12).map(|process| Pair {
            bad: share(process),
            yours: share(process),
        });
        pairs.collect()
    }

    #[test]
    fn quiet_samples_are_neither_uneven_nor_drifting() {
        let quiet = pairs(|_, pair| 100.0 + (pair % 3) as f64);
        assert!(!is_uneven(&quiet) && !drifts(&quiet));
    }

    #[test]
    fn interruptions_are_seen_in_the_slow_samples() {
        assert!(is_uneven(&pairs(|_, pair| if pair % 5 == 0 {
            200.0
        } else {
            100.0
        })));
    }

    #[test]
    fn a_slower_clock_is_seen_from_process_to_process() {
        assert!(drifts(&pairs(|process, _| 100.0 + 3.0 * process as f64)));
    }

    #[test]
    fn there_is_always_a_reason_to_give() {
        assert!(reason(&pairs(|_, _| 100.0)).starts_with("likely reason: "));
    }
}
