//! The measurement itself: inputs checked, samples sized, pairs taken in turns.

use super::{Comparison, stats};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// A sample should last at least this long, so that reading the clock does not count.
const SAMPLE: Duration = Duration::from_micros(500);
/// Pairs that are thrown away, while caches, page tables and clock rates settle.
const WARM_UP: Duration = Duration::from_millis(100);
/// How long pairs are taken, where nothing else is said by [`SECONDS_VARIABLE`].
const SECONDS: f64 = 1.0;
/// Names the variable that sets how long pairs are taken, in seconds.
const SECONDS_VARIABLE: &str = "YARDSTICK_SECONDS";
/// Sampling stops early once the interval reaches no further than this, as high over low...
const NARROW: f64 = 1.02;
/// ...looked at whenever so many pairs have come in, so that sorting stays cheap.
const LOOK_EVERY: usize = 100;

/// Times `bad` against `yours` in interleaved pairs, prints the result, and writes it as the fact
/// `speed`.
///
/// Each function gets one of the `inputs` and returns a checksum of its answer. Before anything is
/// timed, both must agree on every input. Inputs change from pair to pair, and the order within a
/// pair changes too. It takes about a second, less where the answer is clear earlier.
///
/// # Panics
/// When there are no inputs, or when the two functions disagree on one.
pub fn compare<I>(
    workload: &str,
    inputs: &[I],
    mut bad: impl FnMut(&I) -> u64,
    mut yours: impl FnMut(&I) -> u64,
) -> Comparison {
    check_answers(workload, inputs, &mut bad, &mut yours);
    let calls = calls_per_sample(inputs, &mut bad, &mut yours);
    let mut pairs = Pairs {
        inputs,
        calls,
        bad: &mut bad,
        yours: &mut yours,
    };
    pairs.take(WARM_UP, usize::MAX);
    let samples = pairs.take(seconds(), LOOK_EVERY);
    let comparison = summarise(&samples, calls);
    println!("{workload}: {comparison}");
    comparison.emit(workload);
    comparison
}

fn seconds() -> Duration {
    let asked = std::env::var(SECONDS_VARIABLE).ok();
    let seconds = asked.and_then(|text| text.parse().ok());
    // What is negative, endless or no number falls back to the default.
    Duration::try_from_secs_f64(seconds.unwrap_or(SECONDS))
        .unwrap_or(Duration::from_secs_f64(SECONDS))
}

fn check_answers<I>(
    workload: &str,
    inputs: &[I],
    bad: &mut impl FnMut(&I) -> u64,
    yours: &mut impl FnMut(&I) -> u64,
) {
    assert!(!inputs.is_empty(), "{workload}: there is no input to time");
    for (number, input) in inputs.iter().enumerate() {
        let (expected, found) = (bad(input), yours(input));
        assert!(
            expected == found,
            "{workload}: the answers differ on input {number}: bad {expected}, yours {found}\n\
             a fast wrong answer is not timed"
        );
    }
}

/// How many calls make a sample of the faster side last long enough.
fn calls_per_sample<I>(
    inputs: &[I],
    bad: &mut impl FnMut(&I) -> u64,
    yours: &mut impl FnMut(&I) -> u64,
) -> u32 {
    let mut calls = 1;
    loop {
        let shortest = time(bad, &inputs[0], calls).min(time(yours, &inputs[0], calls));
        if shortest >= SAMPLE || calls >= 1 << 24 {
            return calls;
        }
        calls *= 2;
    }
}

fn time<I>(f: &mut impl FnMut(&I) -> u64, input: &I, calls: u32) -> Duration {
    let start = Instant::now();
    for _ in 0..calls {
        black_box(f(black_box(input)));
    }
    start.elapsed()
}

struct Pairs<'a, I, A, B> {
    inputs: &'a [I],
    calls: u32,
    bad: &'a mut A,
    yours: &'a mut B,
}

impl<I, A: FnMut(&I) -> u64, B: FnMut(&I) -> u64> Pairs<'_, I, A, B> {
    /// Takes pairs until the time is up or, looked at every `look_every` pairs, the interval is
    /// narrow. Returns bad's and your seconds, pair by pair.
    fn take(&mut self, time_limit: Duration, look_every: usize) -> Vec<(f64, f64)> {
        let start = Instant::now();
        let mut samples = Vec::new();
        while samples.is_empty() || start.elapsed() < time_limit {
            samples.push(self.pair(samples.len()));
            if samples.len().is_multiple_of(look_every) && is_narrow(&samples) {
                break;
            }
        }
        samples
    }

    fn pair(&mut self, number: usize) -> (f64, f64) {
        // Every input meets both orders: the order changes each pair, the input every other one.
        let input = &self.inputs[number / 2 % self.inputs.len()];
        let (bad, yours) = if number.is_multiple_of(2) {
            let bad = time(self.bad, input, self.calls);
            (bad, time(self.yours, input, self.calls))
        } else {
            let yours = time(self.yours, input, self.calls);
            (time(self.bad, input, self.calls), yours)
        };
        (seconds_of(bad), seconds_of(yours))
    }
}

/// Never zero, however coarse the clock: a ratio is made of it.
fn seconds_of(duration: Duration) -> f64 {
    duration.as_secs_f64().max(1e-9)
}

fn log_ratios(samples: &[(f64, f64)]) -> Vec<f64> {
    samples
        .iter()
        .map(|(bad, yours)| (bad / yours).ln())
        .collect()
}

fn is_narrow(samples: &[(f64, f64)]) -> bool {
    let found = stats::interval(&mut log_ratios(samples));
    found.high / found.low <= NARROW
}

fn summarise(samples: &[(f64, f64)], calls: u32) -> Comparison {
    let found = stats::interval(&mut log_ratios(samples));
    let per_call = |of: fn(&(f64, f64)) -> f64| {
        let mut times: Vec<f64> = samples.iter().map(of).collect();
        stats::median(&mut times) * 1e9 / f64::from(calls)
    };
    Comparison {
        ratio: found.median,
        low: found.low,
        high: found.high,
        pairs: samples.len(),
        bad_ns: per_call(|sample| sample.0),
        yours_ns: per_call(|sample| sample.1),
    }
}
