//! Each sample is a batch of five calls, for clocks that are coarse. Batches take turns, and the
//! median of the logarithms of their ratios decides.
//!
//! Honest: an odd call spoils one batch, and few batches have one.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// A gain below this is not called one: the place of code and data in memory can do as much.
pub const LEAST_GAIN: f64 = 1.06;

/// Where the time comes from.
pub trait Clock {
    /// The time since some moment in the past.
    fn now(&self) -> Duration;
}

/// The real time.
#[derive(Debug)]
pub struct WallClock {
    /// The moment that it counts from.
    pub start: Instant,
}

/// What one call of a side returns. It may own memory, which is freed when it is dropped.
pub trait Answer {
    /// What the call found out. All calls of both sides must agree on it.
    fn answer(&self) -> u64;
}

/// What a comparison says of your side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Ahead by more than [`LEAST_GAIN`].
    Faster,
    /// Behind by more than [`LEAST_GAIN`].
    Slower,
    /// Neither.
    Even,
    /// The two sides do not give the same answers, so their times say nothing.
    WrongAnswer,
}

/// The result of a comparison.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    /// What it says.
    pub verdict: Verdict,
    /// Bad's time divided by yours, for all that a call costs: above 1.0, yours is faster.
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
