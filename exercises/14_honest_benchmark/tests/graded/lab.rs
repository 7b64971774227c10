//! A laboratory: a clock that advances when a side works, and by a little when it is read, as real
//! clocks do; and sides whose cost is known.
//!
//! Nothing here waits, so every verdict is the same on every machine.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use fastrand::Rng;
use honest_benchmark::{Answer, Clock, Report, Verdict, compare};

/// A machine with a clock. Each piece of work advances the clock by its cost.
#[derive(Debug)]
pub(crate) struct Lab {
    /// What the clock showed at first.
    origin: Duration,
    /// Microseconds since then.
    now: Cell<f64>,
    calls: Cell<u32>,
    drift: Drift,
    rng: RefCell<Rng>,
    pub(crate) seed: u64,
    answer: u64,
    /// By how much answers that err are off.
    error: i64,
}

/// How the machine's speed changes while it works.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Drift {
    None,
    /// Each call takes longer by this share of the first call's time, as when a machine heats up.
    Steady(f64),
    /// From this call on, everything takes twice as long, as when another program starts.
    HalfSpeedFrom(u32),
}

/// The properties of one side. Times are in microseconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side {
    /// The cost of a call until it returns.
    pub(crate) work: f64,
    /// The cost of dropping the result of the call.
    pub(crate) freeing: f64,
    /// The cost of reading the answer of the call, each time.
    pub(crate) answering: f64,
    /// The factor by which the first call costs more.
    pub(crate) cold: f64,
    /// The factor by which an odd call costs more.
    pub(crate) odd: f64,
    /// The first odd call, and the number of calls from one to the next.
    pub(crate) odd_calls: (u32, u32),
    /// The share of the work by which a call varies at random, up or down.
    pub(crate) noise: f64,
    /// How the answers of odd calls differ.
    pub(crate) errs: Errs,
    /// How much of the freeing takes place within the call instead.
    pub(crate) frees: Frees,
}

/// How a side's odd calls err.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Errs {
    Never,
    /// The same difference each time.
    Alike,
    /// More than the right answer, and the next time less by as much.
    UpAndDown,
}

/// When a side frees its memory.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Frees {
    /// All of it when the result is dropped.
    AtTheEnd,
    /// A part of it within the call, different from call to call, and the rest when the result is
    /// dropped. The first calls free everything within.
    NowAndThen,
}

/// A side that always costs the same.
pub(crate) const PLAIN: Side = Side {
    work: 100.0,
    freeing: 0.0,
    answering: 0.0,
    cold: 1.0,
    odd: 1.0,
    odd_calls: (0, 64),
    noise: 0.0,
    errs: Errs::Never,
    frees: Frees::AtTheEnd,
};

/// The least time that a reading of the clock takes, and how much more it may take.
const READING: (f64, f64) = (0.02, 0.02);

impl Lab {
    pub(crate) fn new() -> Self {
        let seed = yardstick::seed();
        let mut rng = Rng::with_seed(seed);
        Self {
            // Decades after the moment from which the clock counts, as most clocks do.
            origin: Duration::from_secs(rng.u64(1_100_000_000..1_900_000_000)),
            now: Cell::new(0.0),
            calls: Cell::new(0),
            drift: Drift::None,
            answer: rng.u64(..),
            error: 1 << rng.u32(..63),
            rng: RefCell::new(rng),
            seed,
        }
    }

    /// The same machine, with a changing speed.
    pub(crate) fn with_drift(self, drift: Drift) -> Self {
        Self { drift, ..self }
    }

    /// A number in this range, different in each run.
    pub(crate) fn number(&self, range: std::ops::Range<u32>) -> u32 {
        self.rng.borrow_mut().u32(range)
    }

    /// How many calls there were, of both sides.
    pub(crate) fn n_calls(&self) -> u32 {
        self.calls.get()
    }

    /// What `compare` says about these two sides.
    pub(crate) fn compare(&self, bad: Side, yours: Side) -> Report {
        compare(self, self.calls_of(bad), self.calls_of(yours))
    }

    fn calls_of<'l>(&'l self, side: Side) -> impl FnMut() -> Product<'l> {
        let (mut n_calls, mut n_errors) = (0, 0);
        move || {
            n_calls += 1;
            self.calls.set(self.calls.get() + 1);
            let (first, every) = side.odd_calls;
            let is_odd = n_calls >= first && (n_calls - first).is_multiple_of(every);
            let mut cost = side.work;
            if n_calls == 1 {
                cost *= side.cold;
            }
            if is_odd {
                cost *= side.odd;
            }
            let noise = self.rng.borrow_mut().f64() * 2.0 - 1.0;
            let within = match side.frees {
                Frees::AtTheEnd => 0.0,
                Frees::NowAndThen if n_calls <= 4 => 1.0,
                Frees::NowAndThen => self.rng.borrow_mut().f64(),
            };
            self.spend(cost * (1.0 + side.noise * noise) + side.freeing * within);
            n_errors += i64::from(is_odd);
            let error = match side.errs {
                Errs::Alike if is_odd => self.error,
                Errs::UpAndDown if is_odd => (n_errors % 2 * 2 - 1) * self.error,
                _ => 0,
            };
            Product {
                lab: self,
                freeing: side.freeing * (1.0 - within),
                answering: side.answering,
                answer: self.answer.wrapping_add_signed(error),
            }
        }
    }

    fn spend(&self, microseconds: f64) {
        let n_calls = self.calls.get();
        let factor = match self.drift {
            Drift::None => 1.0,
            Drift::Steady(each) => 1.0 + each * f64::from(n_calls),
            Drift::HalfSpeedFrom(call) if n_calls >= call => 2.0,
            Drift::HalfSpeedFrom(_) => 1.0,
        };
        self.now.set(self.now.get() + microseconds * factor);
    }
}

impl Clock for Lab {
    fn now(&self) -> Duration {
        let reading = READING.0 + READING.1 * self.rng.borrow_mut().f64();
        self.now.set(self.now.get() + reading);
        self.origin + Duration::from_secs_f64(self.now.get() / 1e6)
    }
}

/// The result of a call of a side. Dropping it takes time.
pub(crate) struct Product<'l> {
    lab: &'l Lab,
    freeing: f64,
    answering: f64,
    answer: u64,
}

impl Answer for Product<'_> {
    fn answer(&self) -> u64 {
        self.lab.spend(self.answering);
        self.answer
    }
}

impl Drop for Product<'_> {
    fn drop(&mut self) {
        self.lab.spend(self.freeing);
    }
}

/// Asserts the verdict, and a ratio within a twelfth of the true one.
#[track_caller]
pub(crate) fn assert_holds(story: &str, report: Report, verdict: Verdict, ratio: f64) {
    assert_within(13.0 / 12.0, story, report, verdict, ratio);
}

/// Asserts the verdict, and a ratio that is the true one: nothing disturbed the two sides.
#[track_caller]
pub(crate) fn assert_exact(story: &str, report: Report, verdict: Verdict, ratio: f64) {
    assert_within(1.002, story, report, verdict, ratio);
}

#[track_caller]
fn assert_within(factor: f64, story: &str, report: Report, verdict: Verdict, ratio: f64) {
    let is_near = report.ratio < ratio * factor && report.ratio > ratio / factor;
    let which = match report.verdict {
        Verdict::WrongAnswer => "All calls of both sides gave the same answer.",
        _ if is_near => "The ratio is right, and the verdict is not.",
        _ => "The ratio is off.",
    };
    assert!(
        report.verdict == verdict && is_near,
        "{story}.\n\
         Your benchmark says: {:?}, {:.3}×. In truth: {verdict:?}, {ratio:.3}×.\n\
         {which}",
        report.verdict,
        report.ratio
    );
}
