//! Everything is measured as it should be, but it ends as soon as the median so far is a gain.
//!
//! A trick: noise is looked at up to 42 times, and the first look that favours yours is the
//! verdict.
//! Fails in: step5_no_empty_claims

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

/// How many pairs are timed, at least and at most.
const N_PAIRS: std::ops::Range<u32> = 16..100;

/// Compares the two sides by `clock`.
pub fn compare<B: Answer, Y: Answer>(
    clock: &dyn Clock,
    mut bad: impl FnMut() -> B,
    mut yours: impl FnMut() -> Y,
) -> Report {
    // Warm-up: the answers count, the times do not.
    let mut is_agreed = timed(clock, &mut bad).1 == timed(clock, &mut yours).1;
    let mut ratios = Vec::new();
    let mut ratio = 1.0;
    for pair in 0..N_PAIRS.end {
        // In turns and in changing order, so that nobody is favoured.
        let ((bad_time, bad_answer), (your_time, your_answer)) = if pair % 2 == 0 {
            let bad = timed(clock, &mut bad);
            (bad, timed(clock, &mut yours))
        } else {
            let yours = timed(clock, &mut yours);
            (timed(clock, &mut bad), yours)
        };
        is_agreed &= bad_answer == your_answer;
        ratios.push(bad_time / your_time);
        ratio = median(&mut ratios);
        // Why go on when the gain is clear?
        if pair >= N_PAIRS.start && pair % 2 == 1 && ratio > LEAST_GAIN {
            break;
        }
    }
    let verdict = match ratio {
        _ if !is_agreed => Verdict::WrongAnswer,
        _ if ratio > LEAST_GAIN => Verdict::Faster,
        _ if ratio < 1.0 / LEAST_GAIN => Verdict::Slower,
        _ => Verdict::Even,
    };
    Report { verdict, ratio }
}

/// Seconds for one call of `side`, with freeing what it returned, and its answer.
fn timed<A: Answer>(clock: &dyn Clock, side: &mut impl FnMut() -> A) -> (f64, u64) {
    let start = clock.now();
    let found = black_box(side());
    let answer = found.answer();
    drop(found);
    ((clock.now() - start).as_secs_f64(), answer)
}

/// The value in the middle, or between the two in the middle.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    (values[(values.len() - 1) / 2] + values[values.len() / 2]) / 2.0
}

impl Clock for WallClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}
