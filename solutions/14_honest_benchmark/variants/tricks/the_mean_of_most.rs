//! As in the solution, but the mean of a side's calls decides, without the slowest twentieth.
//!
//! A trick: two or three interrupted calls do no harm, and six do.
//!
//! Fails in: step4_odd_calls

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

const N: usize = 100;

/// Compares the two sides by `clock`.
pub fn compare<B: Answer, Y: Answer>(
    clock: &dyn Clock,
    mut bad: impl FnMut() -> B,
    mut yours: impl FnMut() -> Y,
) -> Report {
    let wanted = timed(clock, &mut bad).1;
    let mut right = timed(clock, &mut yours).1 == wanted;
    let (mut bads, mut ours) = (Vec::new(), Vec::new());
    for round in 0..N {
        let (b, y);
        if round % 2 == 0 {
            b = timed(clock, &mut bad);
            y = timed(clock, &mut yours);
        } else {
            y = timed(clock, &mut yours);
            b = timed(clock, &mut bad);
        }
        right &= b.1 == wanted && y.1 == wanted;
        bads.push(b.0);
        ours.push(y.0);
    }
    let ratio = median(&mut bads) / median(&mut ours);
    let verdict = if right {
        verdict(ratio)
    } else {
        Verdict::WrongAnswer
    };
    Report { verdict, ratio }
}

/// Seconds of one call, drop included, and its answer.
fn timed<A: Answer>(clock: &dyn Clock, side: &mut impl FnMut() -> A) -> (f64, u64) {
    let start = clock.now();
    let found = side();
    let answer = found.answer();
    drop(found);
    ((clock.now() - start).as_secs_f64(), answer)
}

fn verdict(ratio: f64) -> Verdict {
    if ratio > LEAST_GAIN {
        Verdict::Faster
    } else if ratio < 1.0 / LEAST_GAIN {
        Verdict::Slower
    } else {
        Verdict::Even
    }
}

/// The mean without the slowest twentieth.
fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    let times = &times[..times.len() - times.len() / 20];
    times.iter().sum::<f64>() / times.len() as f64
}

impl Clock for WallClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}
