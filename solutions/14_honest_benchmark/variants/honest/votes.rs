//! Each pair of neighbouring calls, in an order without a period, votes for one side or for
//! neither; a verdict needs more than half of the votes, and the ratio is that of the voter in the
//! middle.

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

/// How often each side is called and timed; odd, so that one voter is in the middle.
const N_PAIRS: u32 = 101;

/// Compares the two sides by `clock`.
pub fn compare<B: Answer, Y: Answer>(
    clock: &dyn Clock,
    mut bad: impl FnMut() -> B,
    mut yours: impl FnMut() -> Y,
) -> Report {
    // What only a first call pays does not count; its answer does.
    let mut agree = black_box(bad()).answer() == black_box(yours()).answer();
    let mut ratios = Vec::with_capacity(N_PAIRS as usize);
    for pair in 0..N_PAIRS {
        // The Thue-Morse sequence: each side is first about as often as the other, in every part of
        // the comparison, and never in step with something that comes at regular times.
        let (of_bad, of_yours) = if pair.count_ones() % 2 == 0 {
            let of_bad = timed(clock, &mut bad);
            (of_bad, timed(clock, &mut yours))
        } else {
            let of_yours = timed(clock, &mut yours);
            (timed(clock, &mut bad), of_yours)
        };
        agree &= of_bad.0 == of_yours.0;
        ratios.push(ratio_of(of_bad.1, of_yours.1));
    }
    let half = ratios.len() / 2;
    let faster = ratios.iter().filter(|ratio| **ratio > LEAST_GAIN).count();
    let slower = ratios
        .iter()
        .filter(|ratio| **ratio < 1.0 / LEAST_GAIN)
        .count();
    let verdict = match agree {
        false => Verdict::WrongAnswer,
        true if faster > half => Verdict::Faster,
        true if slower > half => Verdict::Slower,
        true => Verdict::Even,
    };
    let (_, ratio, _) = ratios.select_nth_unstable_by(half, f64::total_cmp);
    Report {
        verdict,
        ratio: *ratio,
    }
}

/// Two times that are too short for the clock are equal.
fn ratio_of(bad: f64, yours: f64) -> f64 {
    if bad == yours { 1.0 } else { bad / yours }
}

/// The answer of one call, and the time until all of it is freed.
fn timed<A: Answer>(clock: &dyn Clock, side: &mut impl FnMut() -> A) -> (u64, f64) {
    let start = clock.now();
    let found = black_box(side());
    let answer = found.answer();
    drop(found);
    (answer, (clock.now() - start).as_secs_f64())
}

impl Clock for WallClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}
