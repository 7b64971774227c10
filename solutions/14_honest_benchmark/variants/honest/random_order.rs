//! The order within each pair is random, the estimate is that of Hodges and Lehmann, and the first
//! wrong answer ends the comparison.
//!
//! Honest: each side is first about half the time, and the median of all pairwise means is as robust
//! as it needs to be.

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

/// How many pairs are timed.
const N_PAIRS: u32 = 100;

/// Compares the two sides by `clock`.
pub fn compare<B: Answer, Y: Answer>(
    clock: &dyn Clock,
    mut bad: impl FnMut() -> B,
    mut yours: impl FnMut() -> Y,
) -> Report {
    let wrong = Report {
        verdict: Verdict::WrongAnswer,
        ratio: f64::NAN,
    };
    // All calls must agree with the first.
    let (_, expected) = timed(clock, &mut bad);
    if timed(clock, &mut yours).1 != expected {
        return wrong;
    }
    let mut logarithms = Vec::new();
    let mut state = 0x9e37_79b9_u32;
    for _ in 0..N_PAIRS {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let is_bad_first = state >> 31 == 0;
        let early = is_bad_first.then(|| timed(clock, &mut bad));
        let (your_time, your_answer) = timed(clock, &mut yours);
        let (bad_time, bad_answer) = early.unwrap_or_else(|| timed(clock, &mut bad));
        if bad_answer != expected || your_answer != expected {
            return wrong;
        }
        logarithms.push((bad_time / your_time).ln());
    }
    let mut means = Vec::new();
    for (at, a) in logarithms.iter().enumerate() {
        means.extend(logarithms[..=at].iter().map(|b| (a + b) / 2.0));
    }
    let ratio = median(&mut means).exp();
    let verdict = if ratio > LEAST_GAIN {
        Verdict::Faster
    } else if ratio < 1.0 / LEAST_GAIN {
        Verdict::Slower
    } else {
        Verdict::Even
    };
    Report { verdict, ratio }
}

/// Seconds for one call of `side`, and its answer.
fn timed<A: Answer>(clock: &dyn Clock, side: &mut impl FnMut() -> A) -> (f64, u64) {
    let start = clock.now();
    // `black_box` makes every part of the result look used, so that the compiler must produce it.
    // Reading the answer later would not cover work that the answer does not depend on.
    let found = black_box(side());
    let answer = found.answer();
    // Freeing is part of the cost of a call, and for boxes a large part.
    drop(found);
    ((clock.now() - start).as_secs_f64(), answer)
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
