//! The sides alternate in a fixed order. The tenth of the pairs with the smallest ratios is left
//! out, and the tenth with the largest; the sums of the others decide.
//!
//! Honest: the pairs left out are odd, and the same ones are left out for both sides.

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
