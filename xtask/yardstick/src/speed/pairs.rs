//! One process's share: answers are checked, samples sized, pairs taken.

use super::stats;
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// A sample should last at least this long, so that reading the clock does not count.
const SAMPLE: Duration = Duration::from_micros(300);
/// A sample that lasts this long is long enough: one side may be thousands of times as fast as the other.
const LONG_SAMPLE: Duration = Duration::from_millis(10);
/// The fraction of a process's time in which pairs are discarded, while caches, page tables and
/// clock rates settle.
const WARM_UP: f64 = 0.2;

/// What one process measured.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Share {
    /// Bad's and your nanoseconds per call, pair by pair.
    pub(super) pairs: Vec<(f64, f64)>,
}

impl Share {
    /// Times both functions for about this long.
    pub(super) fn measure<I>(
        inputs: &[I],
        time: Duration,
        mut bad: impl FnMut(&I) -> u64,
        mut yours: impl FnMut(&I) -> u64,
    ) -> Self {
        let calls = calls_per_sample(inputs, &mut bad, &mut yours);
        let mut sampler = Sampler {
            inputs,
            calls,
            bad: &mut bad,
            yours: &mut yours,
        };
        sampler.take(time.mul_f64(WARM_UP));
        Self {
            pairs: sampler.take(time.mul_f64(1.0 - WARM_UP)),
        }
    }

    /// Times both functions once on each input: neither has seen it before. The first of the two differs from
    /// input to input.
    #[track_caller]
    pub(super) fn measure_fresh<I>(
        workload: &str,
        inputs: &[I],
        mut bad: impl FnMut(&I) -> u64,
        mut yours: impl FnMut(&I) -> u64,
    ) -> Self {
        assert!(!inputs.is_empty(), "{workload}: there is no input to time");
        let mut sampler = Sampler {
            inputs,
            calls: 1,
            bad: &mut bad,
            yours: &mut yours,
        };
        // Every other pair is of another input.
        let n_inputs = sampler.inputs.len();
        let pairs = (0..n_inputs).map(|number| sampler.pair(2 * number + number % 2));
        Self {
            pairs: pairs.collect(),
        }
    }

    pub(super) fn log_ratios(&self) -> Vec<f64> {
        let ratios = self.pairs.iter().map(|(bad, yours)| (bad / yours).ln());
        ratios.collect()
    }

    /// The value of this process: the median of its pairs' log ratios.
    pub(super) fn log_ratio(&self) -> f64 {
        stats::median(&mut self.log_ratios())
    }

    /// As lines of text: what the parent process reads.
    pub(super) fn write(&self) -> String {
        let mut text = String::new();
        for (bad, yours) in &self.pairs {
            // Writing to a `String` cannot fail.
            let _ = writeln!(text, "{bad} {yours}");
        }
        text
    }

    /// Reads what [`write`](Self::write) wrote; `None` for anything else.
    pub(super) fn read(text: &str) -> Option<Self> {
        let pairs = text.lines().map(|line| {
            let (bad, yours) = line.split_once(' ')?;
            Some((bad.parse().ok()?, yours.parse().ok()?))
        });
        let pairs: Vec<(f64, f64)> = pairs.collect::<Option<_>>()?;
        (!pairs.is_empty()).then_some(Self { pairs })
    }
}

/// Checks that both functions agree on every input: a fast wrong answer is not timed.
#[track_caller]
pub(super) fn check_answers<I>(
    workload: &str,
    inputs: &[I],
    mut bad: impl FnMut(&I) -> u64,
    mut yours: impl FnMut(&I) -> u64,
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

/// How many calls a sample needs so that even the faster side's lasts long enough, unless the slower side's
/// would last too long.
fn calls_per_sample<I>(
    inputs: &[I],
    bad: &mut impl FnMut(&I) -> u64,
    yours: &mut impl FnMut(&I) -> u64,
) -> u32 {
    let mut calls = 1;
    loop {
        let (bad, yours) = (
            time(bad, &inputs[0], calls).0,
            time(yours, &inputs[0], calls).0,
        );
        if bad.min(yours) >= SAMPLE || bad.max(yours) >= LONG_SAMPLE || calls >= 1 << 24 {
            return calls;
        }
        calls *= 2;
    }
}

/// The time of `calls` calls, and the sum of their answers.
fn time<I>(f: &mut impl FnMut(&I) -> u64, input: &I, calls: u32) -> (Duration, u64) {
    let mut answers = 0u64;
    let start = Instant::now();
    for _ in 0..calls {
        answers = answers.wrapping_add(black_box(f(black_box(input))));
    }
    (start.elapsed(), answers)
}

/// Takes pairs of samples.
struct Sampler<'a, I, A, B> {
    inputs: &'a [I],
    calls: u32,
    bad: &'a mut A,
    yours: &'a mut B,
}

impl<I, A: FnMut(&I) -> u64, B: FnMut(&I) -> u64> Sampler<'_, I, A, B> {
    /// Takes pairs until the time is up, and at least one.
    fn take(&mut self, limit: Duration) -> Vec<(f64, f64)> {
        let start = Instant::now();
        let mut pairs = Vec::new();
        while pairs.is_empty() || start.elapsed() < limit {
            pairs.push(self.pair(pairs.len()));
        }
        pairs
    }

    fn pair(&mut self, number: usize) -> (f64, f64) {
        // Every input is timed in both orders: the order changes with each pair, the input with every
        // other.
        let input = &self.inputs[number / 2 % self.inputs.len()];
        let (bad, yours) = if number.is_multiple_of(2) {
            let bad = time(self.bad, input, self.calls);
            (bad, time(self.yours, input, self.calls))
        } else {
            let yours = time(self.yours, input, self.calls);
            (time(self.bad, input, self.calls), yours)
        };
        assert!(
            bad.1 == yours.1,
            "the answers differ while they are timed: bad {}, yours {}\n\
             help: make the answer depend on the input alone",
            bad.1,
            yours.1
        );
        (self.per_call(bad.0), self.per_call(yours.0))
    }

    /// Nanoseconds per call; never zero, however coarse the clock, since it is divided by.
    fn per_call(&self, sample: Duration) -> f64 {
        (sample.as_secs_f64() * 1e9).max(1.0) / f64::from(self.calls)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_survives_the_way_to_the_parent() {
        let share = Share {
            pairs: vec![(1.5, 0.1), (1e9 / 3.0, 7.0)],
        };
        assert_eq!(Share::read(&share.write()), Some(share));
    }

    #[test]
    fn a_fresh_share_asks_for_each_answer_once() {
        let mut asked = [Vec::new(), Vec::new()];
        let [bad, yours] = &mut asked;
        let ask = |numbers: &mut Vec<u64>, n: &u64| {
            numbers.push(*n);
            *n
        };
        let share = Share::measure_fresh("w", &[1, 2, 3], |n| ask(bad, n), |n| ask(yours, n));
        assert_eq!(share.pairs.len(), 3);
        assert_eq!(asked, [vec![1, 2, 3], vec![1, 2, 3]]);
    }

    #[test]
    fn other_text_is_not_a_share() {
        for text in ["", "1.0", "1.0 x", "1.0 2.0\n\n"] {
            assert_eq!(Share::read(text), None, "{text:?}");
        }
    }

    #[test]
    #[should_panic(expected = "the answers differ on input 1: bad 2, yours 3")]
    fn a_wrong_answer_is_not_timed() {
        check_answers("w", &[1, 2], |n| *n, |n| if *n == 2 { 3 } else { *n });
    }
}
