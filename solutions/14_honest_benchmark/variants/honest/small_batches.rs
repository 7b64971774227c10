//! Each sample is a batch of five calls, for coarse clocks. Batches alternate, and the median of
//! the logarithms of their ratios decides.
//!
//! Honest: an odd call spoils one batch, and few batches have one.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// A smaller gain does not count: the layout of code and data in memory can cause as much.
pub const LEAST_GAIN: f64 = 1.06;

/// A source of time.
pub trait Clock {
    /// The time since some moment in the past.
    fn now(&self) -> Duration;
}

/// Real time.
#[derive(Debug)]
pub struct WallClock {
    /// The moment from which it counts.
    pub start: Instant,
}

/// The result of one call of a side. It may own memory, which is freed when it is dropped.
pub trait Answer {
    /// The answer of the call. All calls of both sides must agree on it.
    fn answer(&self) -> u64;
}

/// What a comparison says about your side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Ahead by more than [`LEAST_GAIN`].
    Faster,
    /// Behind by more than [`LEAST_GAIN`].
    Slower,
    /// Neither.
    Even,
    /// The two sides give different answers, so their times mean nothing.
    WrongAnswer,
}

/// The result of a comparison.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    /// The verdict on your side.
    pub verdict: Verdict,
    /// Bad's time divided by yours, for the whole cost of a call: above 1.0, yours is faster.
    pub ratio: f64,
}

/// Compares the two sides by `clock`.
pub fn compare<B: Answer, Y: Answer>(
    clock: &dyn Clock,
    mut bad: impl FnMut() -> B,
    mut yours: impl FnMut() -> Y,
) -> Report {
    let mut answers = Vec::new();
    let _ = (
        batch(clock, &mut bad, &mut answers),
        batch(clock, &mut yours, &mut answers),
    );
    let mut logs: Vec<f64> = (0..41)
        .map(|number| {
            let (bad, yours) = if number % 2 == 0 {
                let bad = batch(clock, &mut bad, &mut answers);
                (bad, batch(clock, &mut yours, &mut answers))
            } else {
                let yours = batch(clock, &mut yours, &mut answers);
                (batch(clock, &mut bad, &mut answers), yours)
            };
            (bad / yours).ln()
        })
        .collect();
    logs.sort_by(f64::total_cmp);
    let ratio = logs[20].exp();
    let verdict = if answers.windows(2).any(|pair| pair[0] != pair[1]) {
        Verdict::WrongAnswer
    } else if logs[20].abs() <= LEAST_GAIN.ln() {
        Verdict::Even
    } else if ratio > 1.0 {
        Verdict::Faster
    } else {
        Verdict::Slower
    };
    Report { verdict, ratio }
}

/// Seconds for five calls.
fn batch<A: Answer>(
    clock: &dyn Clock,
    side: &mut impl FnMut() -> A,
    answers: &mut Vec<u64>,
) -> f64 {
    let start = clock.now();
    for _ in 0..5 {
        answers.push(black_box(side()).answer());
    }
    (clock.now() - start).as_secs_f64()
}

impl Clock for WallClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}
