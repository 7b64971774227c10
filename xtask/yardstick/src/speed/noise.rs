//! Why a measurement is noisy: the first reason that applies, the easiest to act on first.
//!
//! Linux reports load and battery state; elsewhere the pairs themselves show the kind of noise.

use super::pairs::Share;
use super::stats;
use std::path::Path;

/// If a process's slow samples take this many times the median, the cause is not the work.
const UNEVEN: f64 = 1.25;
/// If times change by this factor from the first processes to the last, they drift.
const DRIFT: f64 = 1.10;

/// One line: what probably made the interval wide, and what to do.
pub(super) fn reason(shares: &[Share]) -> String {
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
            is_uneven(shares),
            "samples of the same work differ a lot, as when other programs run: close them and measure again",
        ),
        (
            drifts(shares),
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
fn is_uneven(shares: &[Share]) -> bool {
    let spreads = shares.iter().map(|share| {
        let mut times: Vec<f64> = share.pairs.iter().map(|pair| pair.1).collect();
        let tenths = stats::quantiles(&mut times, 10);
        tenths[9] / tenths[5]
    });
    stats::median(&mut spreads.collect::<Vec<_>>()) > UNEVEN
}

/// Whether the first third of the processes ran at another speed than the last.
fn drifts(shares: &[Share]) -> bool {
    let times = shares
        .iter()
        .map(|share| stats::median(&mut share.pairs.iter().map(|pair| pair.1).collect::<Vec<_>>()));
    let times: Vec<f64> = times.collect();
    let third = (times.len() / 3).max(1);
    let first = stats::median(&mut times[..third].to_vec());
    let last = stats::median(&mut times[times.len() - third..].to_vec());
    (first / last).max(last / first) > DRIFT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(time: impl Fn(usize, usize) -> f64) -> Vec<Share> {
        let shares = (0..12).map(|process| Share {
            pairs: (0..50)
                .map(|pair| (time(process, pair), time(process, pair)))
                .collect(),
        });
        shares.collect()
    }

    #[test]
    fn quiet_samples_are_neither_uneven_nor_drifting() {
        let quiet = shares(|_, pair| 100.0 + (pair % 3) as f64);
        assert!(!is_uneven(&quiet) && !drifts(&quiet));
    }

    #[test]
    fn interruptions_are_seen_in_the_slow_samples() {
        assert!(is_uneven(&shares(|_, pair| if pair % 5 == 0 {
            200.0
        } else {
            100.0
        })));
    }

    #[test]
    fn a_slower_clock_is_seen_from_process_to_process() {
        assert!(drifts(&shares(|process, _| 100.0 + 3.0 * process as f64)));
    }

    #[test]
    fn there_is_always_a_reason_to_give() {
        assert!(reason(&shares(|_, _| 100.0)).starts_with("likely reason: "));
    }
}
