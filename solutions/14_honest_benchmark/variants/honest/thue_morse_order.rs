//! Pairs in the order of the Thue-Morse sequence, so that no regular change of the machine
//! favours a side, and the geometric mean of the two middle ratios.

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

/// How many pairs of calls are timed: a power of two, so that each order is used equally often.
const N_PAIRS: usize = 128;

/// Compares the two sides by `clock`.
pub fn compare<B: Answer, Y: Answer>(
    clock: &dyn Clock,
    mut bad: impl FnMut() -> B,
    mut yours: impl FnMut() -> Y,
) -> Report {
    let mut answers = Answers::default();
    // What only a first call pays does not count; its answer does.
    answers.see(timed(clock, &mut bad).1);
    answers.see(timed(clock, &mut yours).1);
    let mut ratios = Vec::with_capacity(N_PAIRS);
    for pair in 0..N_PAIRS {
        // ABBA BAAB BAAB ABBA …: each side comes first as often as the other, in each half, in each
        // quarter and so on.
        let (bad_call, your_call);
        if pair.count_ones() % 2 == 0 {
            bad_call = timed(clock, &mut bad);
            your_call = timed(clock, &mut yours);
        } else {
            your_call = timed(clock, &mut yours);
            bad_call = timed(clock, &mut bad);
        }
        answers.see(bad_call.1);
        answers.see(your_call.1);
        ratios.push(ratio_of(bad_call.0, your_call.0));
    }
    let ratio = middle(&mut ratios);
    let verdict = match ratio {
        _ if answers.differ => Verdict::WrongAnswer,
        ratio if ratio > LEAST_GAIN => Verdict::Faster,
        ratio if ratio < 1.0 / LEAST_GAIN => Verdict::Slower,
        _ => Verdict::Even,
    };
    Report { verdict, ratio }
}

/// What all calls have answered so far.
#[derive(Default)]
struct Answers {
    first: Option<u64>,
    differ: bool,
}

impl Answers {
    fn see(&mut self, answer: u64) {
        self.differ |= *self.first.get_or_insert(answer) != answer;
    }
}

/// The time that a call takes until all is freed, and its answer.
fn timed<A: Answer>(clock: &dyn Clock, side: &mut impl FnMut() -> A) -> (Duration, u64) {
    let start = clock.now();
    let found = black_box(side());
    let answer = found.answer();
    drop(found);
    (clock.now() - start, answer)
}

fn ratio_of(bad: Duration, yours: Duration) -> f64 {
    if bad == yours {
        // Perhaps both below the clock's resolution.
        return 1.0;
    }
    bad.as_secs_f64() / yours.as_secs_f64()
}

/// The geometric mean of the two in the middle: a gain and an equal loss cancel out.
fn middle(ratios: &mut [f64]) -> f64 {
    ratios.sort_by(f64::total_cmp);
    let half = ratios.len() / 2;
    (ratios[half - 1] * ratios[half]).sqrt()
}

impl Clock for WallClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}
