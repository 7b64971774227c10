//! A laboratory: a clock that advances only when a side works, and sides whose cost is known.
//!
//! Nothing here waits, so every verdict is the same on every machine.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use fastrand::Rng;
use honest_benchmark::{Answer, Clock, Report, Verdict, compare};

/// A machine with a clock. Each piece of work advances the clock by its cost.
#[derive(Debug)]
pub(crate) struct Lab {
    now: Cell<f64>,
    calls: Cell<u32>,
    drift: Drift,
    rng: RefCell<Rng>,
    pub(crate) seed: u64,
    answer: u64,
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
    /// The factor by which the first call costs more.
    pub(crate) cold: f64,
    /// The factor by which an odd call costs more.
    pub(crate) odd: f64,
    /// The first odd call, and the number of calls from one to the next.
    pub(crate) odd_calls: (u32, u32),
    /// The share of the work by which a call varies at random, up or down.
    pub(crate) noise: f64,
    /// The odd calls give a different answer.
    pub(crate) errs: bool,
}

/// A side that always costs the same.
pub(crate) const PLAIN: Side = Side {
    work: 100.0,
    freeing: 0.0,
    cold: 1.0,
    odd: 1.0,
    odd_calls: (0, 64),
    noise: 0.0,
    errs: false,
};

impl Lab {
    pub(crate) fn new() -> Self {
        let seed = yardstick::seed();
        let mut rng = Rng::with_seed(seed);
        Self {
            now: Cell::new(0.0),
            calls: Cell::new(0),
            drift: Drift::None,
            answer: rng.u64(..),
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

    /// What `compare` says about these two sides.
    pub(crate) fn compare(&self, bad: Side, yours: Side) -> Report {
        compare(self, self.calls_of(bad), self.calls_of(yours))
    }

    fn calls_of<'l>(&'l self, side: Side) -> impl FnMut() -> Product<'l> {
        let mut n_calls = 0;
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
            self.spend(cost * (1.0 + side.noise * noise));
            let errs = side.errs && is_odd;
            Product {
                lab: self,
                freeing: side.freeing,
                answer: self.answer.wrapping_add(u64::from(errs)),
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
        Duration::from_secs_f64(self.now.get() / 1e6)
    }
}

/// The result of a call of a side. Dropping it takes time.
pub(crate) struct Product<'l> {
    lab: &'l Lab,
    freeing: f64,
    answer: u64,
}

impl Answer for Product<'_> {
    fn answer(&self) -> u64 {
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
    let is_near = report.ratio < ratio * 13.0 / 12.0 && report.ratio > ratio * 12.0 / 13.0;
    let which = match report.verdict {
        Verdict::WrongAnswer => "All calls of both sides gave the same answer.",
        _ if is_near => {
            "The ratio is right, but the verdict is not: `LEAST_GAIN` is the limit of `Even`."
        }
        _ => "The ratio is off.",
    };
    assert!(
        report.verdict == verdict && is_near,
        "{story}.\n\
         The benchmark says: {:?}, {:.2}×. In truth: {verdict:?}, {ratio:.2}×.\n\
         {which}",
        report.verdict,
        report.ratio
    );
}
