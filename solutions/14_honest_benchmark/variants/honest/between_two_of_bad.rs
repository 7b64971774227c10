//! Honest: the sides take turns, and each call of yours is compared with the two calls of Bad
//! around it, so that a drift cancels within each comparison; the middle one of those decides.

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

/// How many calls of yours are timed, each between two of Bad.
const N_CALLS: usize = 101;

/// Compares the two sides by `clock`.
pub fn compare<B: Answer, Y: Answer>(
    clock: &dyn Clock,
    mut bad: impl FnMut() -> B,
    mut yours: impl FnMut() -> Y,
) -> Report {
    // The first calls warm up. Their answers count like any other.
    let expected = Call::of(clock, &mut bad).answer;
    let mut is_right = Call::of(clock, &mut yours).answer == expected;
    let mut before = Call::of(clock, &mut bad);
    is_right &= before.answer == expected;
    let mut gains = [0.0; N_CALLS];
    for gain in &mut gains {
        let call = Call::of(clock, &mut yours);
        let after = Call::of(clock, &mut bad);
        is_right &= call.answer == expected && after.answer == expected;
        *gain = (before.seconds + after.seconds) / (2.0 * call.seconds);
        before = after;
    }
    let (_, ratio, _) = gains.select_nth_unstable_by(N_CALLS / 2, f64::total_cmp);
    let ratio = *ratio;
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

/// A call of a side, from its start until nothing is left of its result.
struct Call {
    seconds: f64,
    answer: u64,
}

impl Call {
    fn of<A: Answer>(clock: &dyn Clock, side: &mut impl FnMut() -> A) -> Self {
        let start = clock.now();
        // Dropped at the end of this statement.
        let answer = black_box(side()).answer();
        let seconds = (clock.now() - start).as_secs_f64();
        Self { seconds, answer }
    }
}

impl Clock for WallClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}
