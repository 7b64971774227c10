//! Paired timing: which of two functions is faster, by how much, and how sure that is.
//!
//! A machine's speed drifts: other programs, clock rates, caches. Timing A for a second and then B
//! for a second puts that drift into the ratio. Here A and B are timed in turns, in pairs of short
//! samples, and each pair gives one ratio. What drifts slowly hits both sides of a pair alike.
//!
//! The figure is the median of the pairs' log ratios; the interval around it comes from the order
//! of the ratios alone (a sign test turned round), so that it assumes nothing of their
//! distribution: see [`stats`]. Benchmarks that use this do not install the counting
//! allocator.

mod pairs;
pub mod stats;

pub use pairs::compare;

use crate::facts::Fact;
use std::fmt;

/// A gain below this is not called one. How code happens to lie in memory can move a function by
/// some percent without a reason that its author could name.
pub const LEAST_GAIN: f64 = 1.03;

/// An interval wider than this, as high over low, with 1.0 or [`LEAST_GAIN`] inside, says nothing.
const WIDEST: f64 = 1.10;

/// What a comparison says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The whole interval lies above [`LEAST_GAIN`].
    Faster,
    /// Equal, slower, or faster by less than [`LEAST_GAIN`].
    NotFaster,
    /// The interval is too wide to say.
    TooNoisy,
}

impl Verdict {
    fn of(low: f64, high: f64) -> Self {
        if low > LEAST_GAIN {
            Verdict::Faster
        } else if high <= LEAST_GAIN || high / low <= WIDEST {
            Verdict::NotFaster
        } else {
            Verdict::TooNoisy
        }
    }

    /// The verdict's name in facts and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Faster => "faster",
            Verdict::NotFaster => "not_faster",
            Verdict::TooNoisy => "too_noisy",
        }
    }
}

/// The result of a comparison.
#[derive(Clone, Copy, Debug)]
pub struct Comparison {
    /// Bad's time divided by yours: above 1.0, yours is faster.
    pub ratio: f64,
    /// The interval's lower end, at 99 % confidence.
    pub low: f64,
    /// The interval's upper end, at 99 % confidence.
    pub high: f64,
    /// Pairs of samples taken.
    pub pairs: usize,
    /// Bad's median time per call, in nanoseconds.
    pub bad_ns: f64,
    /// Your median time per call, in nanoseconds.
    pub yours_ns: f64,
}

impl Comparison {
    /// What the figures say.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        Verdict::of(self.low, self.high)
    }

    fn emit(&self, workload: &str) {
        Fact::new("speed")
            .text("workload", workload)
            .real("ratio", self.ratio)
            .real("low", self.low)
            .real("high", self.high)
            .number("pairs", self.pairs as u64)
            .real("bad_ns", self.bad_ns)
            .real("yours_ns", self.yours_ns)
            .text("verdict", self.verdict().name())
            .emit();
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            ratio, low, high, ..
        } = self;
        match self.verdict() {
            Verdict::Faster => write!(f, "{ratio:.2}× as fast")?,
            Verdict::NotFaster => write!(f, "not faster: {ratio:.2}×")?,
            Verdict::TooNoisy => write!(f, "too noisy to say: {ratio:.2}×")?,
        }
        write!(f, " [{low:.2} to {high:.2}], {} pairs; ", self.pairs)?;
        write!(
            f,
            "bad {:.1} µs a call, yours {:.1} µs",
            self.bad_ns / 1e3,
            self.yours_ns / 1e3
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_follow_the_interval() {
        assert_eq!(Verdict::of(1.5, 9.0), Verdict::Faster);
        assert_eq!(Verdict::of(1.02, 1.04), Verdict::NotFaster);
        assert_eq!(Verdict::of(0.5, 1.01), Verdict::NotFaster);
        assert_eq!(Verdict::of(0.99, 1.02), Verdict::NotFaster);
        assert_eq!(Verdict::of(0.9, 1.5), Verdict::TooNoisy);
        assert_eq!(Verdict::of(1.01, 1.5), Verdict::TooNoisy);
    }
}
