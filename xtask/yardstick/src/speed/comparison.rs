//! The result of a comparison, and what it says.

use crate::facts;
use crate::protocol::{Fact, SpeedDetails, SpeedReport, SpeedVerdict};
use std::fmt;

/// A gain below this is not reported as one. The placement of code in memory alone can change a
/// function's time by a few percent, for no reason that its author could name: in one build of four,
/// equal functions of a few microseconds differed by 5 %, in every process (`cargo bench -p yardstick`, 2-core Linux
/// machine, 2026-11-22).
pub const LEAST_GAIN: f64 = 1.06;

/// The interval is too wide to say where it is wider than this, as high over low, and contains
/// [`LEAST_GAIN`].
const MAX_WIDTH: f64 = 1.10;

/// What an interval says.
fn verdict(low: f64, high: f64) -> SpeedVerdict {
    if low > LEAST_GAIN {
        SpeedVerdict::Faster
    } else if high <= LEAST_GAIN || high / low <= MAX_WIDTH {
        SpeedVerdict::NotFaster
    } else {
        SpeedVerdict::TooNoisy
    }
}

/// The result of a comparison.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Bad's time divided by yours: above 1.0, yours is faster.
    pub ratio: f64,
    /// The interval's lower end, at 99 % confidence.
    pub low: f64,
    /// The interval's upper end, at 99 % confidence.
    pub high: f64,
    /// What is behind the figures.
    pub details: SpeedDetails,
}

impl Comparison {
    /// What the interval says.
    #[must_use]
    pub fn verdict(&self) -> SpeedVerdict {
        verdict(self.low, self.high)
    }

    pub(super) fn emit(&self, workload: &str) {
        facts::emit(&Fact::Speed(SpeedReport {
            workload: workload.to_owned(),
            ratio: self.ratio,
            low: self.low,
            high: self.high.is_finite().then_some(self.high),
            verdict: self.verdict(),
            details: self.details.clone(),
        }));
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            ratio,
            low,
            high,
            details,
        } = self;
        match self.verdict() {
            SpeedVerdict::Faster => write!(f, "{ratio:.2}× as fast")?,
            SpeedVerdict::NotFaster => write!(f, "not faster: {ratio:.2}×")?,
            SpeedVerdict::TooNoisy => write!(f, "too noisy to say: {ratio:.2}×")?,
        }
        write!(
            f,
            " [{low:.2} to {high:.2}], {} pairs in {} processes; bad {:.1} µs a call, yours {:.1} µs",
            details.pairs,
            details.processes,
            details.bad_ns / 1e3,
            details.yours_ns / 1e3
        )?;
        match &details.reason {
            Some(reason) => write!(f, "\n{reason}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_follow_the_interval() {
        assert_eq!(verdict(1.5, 9.0), SpeedVerdict::Faster);
        assert_eq!(verdict(1.02, 1.04), SpeedVerdict::NotFaster);
        assert_eq!(verdict(0.5, 1.01), SpeedVerdict::NotFaster);
        assert_eq!(verdict(0.99, 1.02), SpeedVerdict::NotFaster);
        assert_eq!(verdict(0.9, 1.5), SpeedVerdict::TooNoisy);
        assert_eq!(verdict(1.05, 1.5), SpeedVerdict::TooNoisy);
    }
}
