//! Rounds of four calls: bad, yours, yours, bad; the first round warms up. Times and answers have
//! types of their own, and the middle time of each side is selected without sorting.
//!
//! Honest: the order is fair, all answers count, and the middle is the median.

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

/// Rounds of four calls: one side, the other, the other, the one.
const N_ROUNDS: usize = 40;

/// The times of one side.
#[derive(Default)]
struct Times(Vec<Duration>);

impl Times {
    fn typical(mut self) -> Duration {
        let middle = self.0.len() / 2;
        *self.0.select_nth_unstable(middle).1
    }
}

/// Whether all answers were the same so far.
#[derive(Default)]
struct Answers {
    first: Option<u64>,
    differ: bool,
}

impl Answers {
    fn add(&mut self, answer: u64) {
        self.differ |= *self.first.get_or_insert(answer) != answer;
    }
}

/// Compares the two sides by `clock`.
pub fn compare<B: Answer, Y: Answer>(
    clock: &dyn Clock,
    mut bad: impl FnMut() -> B,
    mut yours: impl FnMut() -> Y,
) -> Report {
    let mut answers = Answers::default();
    let (mut bads, mut ours) = (Times::default(), Times::default());
    for round in 0..=N_ROUNDS {
        for is_bad in [true, false, false, true] {
            let time = if is_bad {
                one_call(clock, &mut bad, &mut answers)
            } else {
                one_call(clock, &mut yours, &mut answers)
            };
            // The first round warms up.
            if round > 0 {
                let times = if is_bad { &mut bads } else { &mut ours };
                times.0.push(time);
            }
        }
    }
    let ratio = bads.typical().as_secs_f64() / ours.typical().as_secs_f64();
    let verdict = match ratio {
        _ if answers.differ => Verdict::WrongAnswer,
        gain if gain > LEAST_GAIN => Verdict::Faster,
        loss if loss * LEAST_GAIN < 1.0 => Verdict::Slower,
        _ => Verdict::Even,
    };
    Report { verdict, ratio }
}

fn one_call<A: Answer>(
    clock: &dyn Clock,
    side: &mut impl FnMut() -> A,
    answers: &mut Answers,
) -> Duration {
    let start = clock.now();
    {
        let result = side();
        answers.add(result.answer());
    }
    clock.now().saturating_sub(start)
}

impl Clock for WallClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}
