//! A benchmark: which of two sides is faster, and by how much?
//!
//! It runs, it prints figures, and people quote them. It can be wrong by any factor, for at least
//! five reasons. Fix `compare`, so that what it says about two sides is true.
//!
//! The clock is a parameter. The tests bring one whose time they control, so each of them knows the
//! right verdict, and none depends on the machine.
//!
//! Yours to change: the body of `compare`, and everything private. The tests use what is public, as
//! it is declared. You may add files to `src/`.

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

/// How often each side is called.
const N_CALLS: u32 = 100;

/// Compares the two sides by `clock`.
pub fn compare<B: Answer, Y: Answer>(
    clock: &dyn Clock,
    bad: impl FnMut() -> B,
    yours: impl FnMut() -> Y,
) -> Report {
    let bad = mean_time(clock, bad);
    let yours = mean_time(clock, yours);
    let ratio = bad / yours;
    let verdict = if ratio > 1.0 {
        Verdict::Faster
    } else {
        Verdict::Slower
    };
    Report { verdict, ratio }
}

/// Seconds for each call of `side`.
fn mean_time<A: Answer>(clock: &dyn Clock, mut side: impl FnMut() -> A) -> f64 {
    let mut total = Duration::ZERO;
    for _ in 0..N_CALLS {
        let start = clock.now();
        let _found = side();
        total += clock.now() - start;
    }
    total.as_secs_f64() / f64::from(N_CALLS)
}

impl Clock for WallClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}
