//! Turns each reading of the clock into seconds, and subtracts those.
//! A trick: a float has no place for nanoseconds beside the seconds since 1970.
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

/// How many pairs of calls are timed.
const N_PAIRS: usize = 100;

/// Compares the two sides by `clock`.
pub fn compare<B: Answer, Y: Answer>(
    clock: &dyn Clock,
    mut bad: impl FnMut() -> B,
    mut yours: impl FnMut() -> Y,
) -> Report {
    // What only a first call pays does not count; its answer does.
    let expected = bad().answer();
    let mut is_right = yours().answer() == expected;
    let mut ratios = [1.0; N_PAIRS];
    for (pair, ratio) in ratios.iter_mut().enumerate() {
        // Neither side is always second.
        let (bad_call, your_call) = if pair % 2 == 0 {
            let bad_call = timed(clock, &mut bad);
            (bad_call, timed(clock, &mut yours))
        } else {
            let your_call = timed(clock, &mut yours);
            (timed(clock, &mut bad), your_call)
        };
        is_right &= bad_call.1 == expected && your_call.1 == expected;
        *ratio = bad_call.0 / your_call.0;
    }
    ratios.sort_by(f64::total_cmp);
    let ratio = ratios[N_PAIRS / 2];
    let verdict = if !is_right {
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

/// The seconds that a call takes until all is freed, and its answer.
fn timed<A: Answer>(clock: &dyn Clock, side: &mut impl FnMut() -> A) -> (f64, u64) {
    let start = clock.now().as_secs_f64();
    let found = black_box(side());
    let answer = found.answer();
    drop(found);
    (clock.now().as_secs_f64() - start, answer)
}

impl Clock for WallClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}
