//! Why a measurement is noisy: the likeliest reason, in the order in which a person can act on it.
//!
//! Some systems tell; elsewhere the pairs themselves show which kind of noise it was.

use super::pairs::Share;
use super::stats;
use std::path::Path;

/// Times that differ by this factor between a process's faster and slower samples are not the work.
const UNEVEN: f64 = 1.25;
/// So much faster or slower from the first processes to the last is a drift.
const DRIFT: f64 = 1.10;

/// One sentence: what probably made the interval wide, and what to do.
pub(super) fn reason(shares: &[Share]) -> String {
    let reasons = [
        (
            on_battery(),
            "the machine runs on battery, where clock rates change: plug it in and measure again",
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
    let found = reasons.into_iter().find(|(holds, _)| *holds);
    let text = found.map_or(
        "the ratio differs from process to process, with the place of code and data in memory: measure again",
        |(_, text)| text,
    );
    format!("likely reason: {text}")
}

/// Linux tells what each battery does.
fn on_battery() -> bool {
    let Ok(supplies) = std::fs::read_dir("/sys/class/power_supply") else {
        return false;
    };
    let says = |path: &Path| std::fs::read_to_string(path).unwrap_or_default();
    supplies
        .filter_map(Result::ok)
        .any(|supply| says(&supply.path().join("status")).trim() == "Discharging")
}

/// Linux tells how many tasks want to run. One of them is this measurement.
fn is_loaded() -> bool {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = text
        .split(' ')
        .next()
        .and_then(|word| word.parse::<f64>().ok());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    load.is_some_and(|load| load > cores as f64)
}

/// Whether the slow tenth of the samples is far from the middle.
fn is_uneven(shares: &[Share]) -> bool {
    let spreads = shares.iter().map(|share| {
        let mut times: Vec<f64> = share.pairs.iter().map(|pair| pair.1).collect();
        let tenths = stats::quantiles(&mut times, 10);
        tenths[9] / tenths[5]
    });
    stats::median(&mut spreads.collect::<Vec<_>>()) > UNEVEN
}

/// Whether the first third of the processes was timed at another speed than the last.
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
