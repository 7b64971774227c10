//! A benchmark: which of two sides is faster, and by how much?
//!
//! It runs, it prints figures, and people quote them. It can be wrong by any factor, for at least
//! five reasons. Repair `compare`, so that what it says of two sides holds.
//!
//! The clock is a parameter. The tests bring one whose time they decide, so each of them knows the
//! right verdict, and none depends on the machine.

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
