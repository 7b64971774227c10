//! Each sample is four calls: bad, yours, yours, bad. A steady drift within a sample cancels, and the
//! middle third of the samples decides, by its mean.
//!
//! Honest: the order is fair by itself, and odd samples are at the ends of the sorted list.

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

/// How many samples are taken, each of two calls of each side.
const N_SAMPLES: usize = 60;

/// Compares the two sides by `clock`.
pub fn compare<B: Answer, Y: Answer>(
    clock: &dyn Clock,
    mut bad: impl FnMut() -> B,
    mut yours: impl FnMut() -> Y,
) -> Report {
    let (_, expected) = timed(clock, &mut bad);
    let mut answers_agree = timed(clock, &mut yours).1 == expected;
    let mut ratios: Vec<f64> = (0..N_SAMPLES)
        .map(|_| {
            let calls = [
                timed(clock, &mut bad),
                timed(clock, &mut yours),
                timed(clock, &mut yours),
                timed(clock, &mut bad),
            ];
            answers_agree &= calls.iter().all(|call| call.1 == expected);
            (calls[0].0 + calls[3].0) / (calls[1].0 + calls[2].0)
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    let middle = &ratios[N_SAMPLES / 3..2 * N_SAMPLES / 3];
    let ratio = middle.iter().sum::<f64>() / middle.len() as f64;
    let verdict = if !answers_agree {
        Verdict::WrongAnswer
    } else if ratio > LEAST_GAIN {
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

impl Clock for WallClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}
