//! Turns are taken in a fixed order. The tenth of the pairs with the least ratio is left out, and the
//! tenth with the greatest; the sums of the others decide.
//!
//! Honest: what is left out is odd, and the same is left out for both sides.

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

const N_PAIRS: usize = 200;

/// Compares the two sides by `clock`.
pub fn compare<B: Answer, Y: Answer>(
    clock: &dyn Clock,
    mut bad: impl FnMut() -> B,
    mut yours: impl FnMut() -> Y,
) -> Report {
    let mut pairs = Vec::with_capacity(N_PAIRS);
    let mut agree = true;
    for _ in 0..N_PAIRS {
        let (start, first) = (clock.now(), bad());
        let expected = black_box(&first).answer();
        drop(first);
        let (middle, second) = (clock.now(), yours());
        agree &= black_box(&second).answer() == expected;
        drop(second);
        let end = clock.now();
        pairs.push(((middle - start).as_secs_f64(), (end - middle).as_secs_f64()));
    }
    if !agree {
        return Report {
            verdict: Verdict::WrongAnswer,
            ratio: 1.0,
        };
    }
    pairs.sort_by(|a, b| (a.0 / a.1).total_cmp(&(b.0 / b.1)));
    let kept = &pairs[N_PAIRS / 10..N_PAIRS - N_PAIRS / 10];
    let bad: f64 = kept.iter().map(|pair| pair.0).sum();
    let yours: f64 = kept.iter().map(|pair| pair.1).sum();
    let ratio = bad / yours;
    let verdict = if ratio > LEAST_GAIN {
        Verdict::Faster
    } else if ratio * LEAST_GAIN < 1.0 {
        Verdict::Slower
    } else {
        Verdict::Even
    };
    Report { verdict, ratio }
}

impl Clock for WallClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}
