//! The clock stands still while an answer is read.
//!
//! A trick: a side that computes its answer only then is called fast.
//!
//! Fails in: step2_whole_cost

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

/// How many pairs are timed. Even, so that each side comes first as often as the other.
const N_PAIRS: u32 = 100;

/// Compares the two sides by `clock`.
pub fn compare<B: Answer, Y: Answer>(
    clock: &dyn Clock,
    mut bad: impl FnMut() -> B,
    mut yours: impl FnMut() -> Y,
) -> Report {
    // Warm-up: first calls find cold caches and untouched pages. Their answers count, their time
    // does not.
    let mut answers_agree = timed(clock, &mut bad).1 == timed(clock, &mut yours).1;
    let mut ratios = Vec::new();
    for pair in 0..N_PAIRS {
        // In pairs, so that whatever the machine does meanwhile affects both sides equally. And in
        // alternating order: if the second of a pair is slower, each side is second half the time.
        let ((bad_time, bad_answer), (your_time, your_answer)) = if pair.is_multiple_of(2) {
            let bad = timed(clock, &mut bad);
            (bad, timed(clock, &mut yours))
        } else {
            let yours = timed(clock, &mut yours);
            (timed(clock, &mut bad), yours)
        };
        answers_agree &= bad_answer == your_answer;
        ratios.push(bad_time / your_time);
    }
    let ratio = median(&mut ratios);
    let verdict = match ratio {
        // Checked first: a wrong answer is not a gain, however fast.
        _ if !answers_agree => Verdict::WrongAnswer,
        _ if ratio > LEAST_GAIN => Verdict::Faster,
        _ if ratio < 1.0 / LEAST_GAIN => Verdict::Slower,
        _ => Verdict::Even,
    };
    Report { verdict, ratio }
}

/// Seconds for one call of `side`, and its answer.
fn timed<A: Answer>(clock: &dyn Clock, side: &mut impl FnMut() -> A) -> (f64, u64) {
    let start = clock.now();
    let found = black_box(side());
    let called = clock.now() - start;
    let answer = found.answer();
    let start = clock.now();
    drop(found);
    let freed = clock.now() - start;
    ((called + freed).as_secs_f64(), answer)
}

/// The middle value: a few outliers, slow or fast, cannot move it.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

impl Clock for WallClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}
