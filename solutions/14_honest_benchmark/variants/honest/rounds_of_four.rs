//! Rounds of four calls: Bad, yours, yours, Bad; the ratio is the median of the rounds' ratios.

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

/// Rounds whose times do not count, since first calls find cold caches. Their answers do.
const N_WARM_UP: usize = 2;

/// Rounds that are timed.
const N_ROUNDS: usize = 51;

/// Compares the two sides by `clock`.
pub fn compare<B: Answer, Y: Answer>(
    clock: &dyn Clock,
    mut bad: impl FnMut() -> B,
    mut yours: impl FnMut() -> Y,
) -> Report {
    let mut answers = Answers::default();
    let mut ratios = [0.0; N_ROUNDS];
    for round in 0..N_WARM_UP + N_ROUNDS {
        // A, B, B, A: what grows or falls steadily meanwhile adds the same to both sides, and each
        // side is once first and once second.
        let mut bad_time = timed(clock, &mut bad, &mut answers);
        let mut your_time = timed(clock, &mut yours, &mut answers);
        your_time += timed(clock, &mut yours, &mut answers);
        bad_time += timed(clock, &mut bad, &mut answers);
        if let Some(round) = round.checked_sub(N_WARM_UP) {
            ratios[round] = ratio_of(bad_time, your_time);
        }
    }
    // The median: a few wild rounds do not move it, in neither direction.
    let (_, ratio, _) = ratios.select_nth_unstable_by(N_ROUNDS / 2, f64::total_cmp);
    let ratio = *ratio;
    let verdict = if answers.differ {
        Verdict::WrongAnswer
    } else if ratio > LEAST_GAIN {
        Verdict::Faster
    } else if ratio * LEAST_GAIN < 1.0 {
        Verdict::Slower
    } else {
        Verdict::Even
    };
    Report { verdict, ratio }
}

/// The answer of the first call, and whether any other call gave another.
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

/// The time of one call of `side`: the work, looking at its answer, and freeing what it owns.
fn timed<A: Answer>(
    clock: &dyn Clock,
    side: &mut impl FnMut() -> A,
    answers: &mut Answers,
) -> Duration {
    let start = clock.now();
    // Without the box the compiler could leave out work whose result nobody reads.
    let found = black_box(side());
    let answer = found.answer();
    drop(found);
    let time = clock.now() - start;
    answers.add(answer);
    time
}

/// Two times too short for the clock are equal to it.
fn ratio_of(bad: Duration, yours: Duration) -> f64 {
    if bad == yours {
        return 1.0;
    }
    bad.as_secs_f64() / yours.as_secs_f64()
}

impl Clock for WallClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}
