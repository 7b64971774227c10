//! The result of a comparison, and what it says.

use super::side::Share;
use super::stats;
use crate::facts;
use crate::protocol::{Clock, Fact, SpeedDetails, SpeedReport, SpeedVerdict};
use std::fmt;

/// A gain below this is not reported as one. The placement of code in memory alone can change a
/// function's time by a few percent, for no reason that its author could name: in one build of four,
/// equal functions of a few microseconds differed by 5 %, in every process (`cargo bench -p yardstick`, 2-core Linux
/// machine, 2026-11-22).
pub const LEAST_GAIN: f64 = 1.06;

/// The interval is too wide to say where it is wider than this, as high over low, and contains
/// [`LEAST_GAIN`] or its inverse.
const MAX_WIDTH: f64 = 1.10;

/// The interval is widened by this factor at each end, for where the linker put the code, which is
/// the same in every process. Equal functions of some ten microseconds and more differed by up to
/// 0.7 % on aligned code; shorter ones can differ by more, hence [`LEAST_GAIN`].
const PLACEMENT: f64 = 1.005;

/// What an interval says.
fn verdict(low: f64, high: f64) -> SpeedVerdict {
    let least_loss = 1.0 / LEAST_GAIN;
    if low > LEAST_GAIN {
        SpeedVerdict::Faster
    } else if high < least_loss {
        SpeedVerdict::Slower
    } else if (least_loss <= low && high <= LEAST_GAIN) || high / low <= MAX_WIDTH {
        SpeedVerdict::AsFast
    } else {
        SpeedVerdict::TooNoisy
    }
}

/// Two neighbouring processes: one timed Bad, the other yours, on the same inputs.
pub(super) struct Pair {
    pub(super) bad: Share,
    pub(super) yours: Share,
}

impl Pair {
    /// The logarithm of the ratio of their times.
    pub(super) fn log_ratio(&self) -> f64 {
        self.bad.log_ns() - self.yours.log_ns()
    }

    /// Bad's answer and yours, input by input.
    pub(super) fn answers(&self) -> impl Iterator<Item = (u64, u64)> {
        let bad = self.bad.answers.iter().copied();
        bad.zip(self.yours.answers.iter().copied())
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

    /// What these pairs say.
    pub(super) fn of(pairs: &[Pair]) -> Self {
        let mut ratios: Vec<f64> = pairs.iter().map(Pair::log_ratio).collect();
        let interval = stats::interval(&mut ratios);
        let spread = stats::quantiles(&mut ratios, 20);
        let median = |of: &dyn Fn(&Pair) -> Option<f64>| {
            let values: Option<Vec<f64>> = pairs.iter().map(of).collect();
            values.map(|mut values| stats::median(&mut values))
        };
        let samples = pairs
            .iter()
            .map(|pair| pair.bad.samples.len() + pair.yours.samples.len());
        Self {
            ratio: interval.median.exp(),
            low: interval.low.exp() / PLACEMENT,
            high: interval.high.exp() * PLACEMENT,
            details: SpeedDetails {
                pairs: pairs.len() as u64,
                samples: samples.sum::<usize>() as u64,
                clock: pairs[0].bad.clock,
                bad_ns: median(&|pair| Some(pair.bad.log_ns().exp())).unwrap_or_default(),
                yours_ns: median(&|pair| Some(pair.yours.log_ns().exp())).unwrap_or_default(),
                bad_faults: median(&|pair| pair.bad.faults()),
                yours_faults: median(&|pair| pair.yours.faults()),
                fault_ns: None,
                spread: spread.into_iter().map(f64::exp).collect(),
                reason: None,
            },
        }
    }

    /// Where nothing is measured, but something must be returned.
    pub(super) fn meaningless() -> Self {
        Self {
            ratio: 1.0,
            low: 0.0,
            high: f64::INFINITY,
            details: SpeedDetails::default(),
        }
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
            SpeedVerdict::AsFast => write!(f, "as fast: {ratio:.2}×")?,
            SpeedVerdict::Slower => write!(f, "slower: {ratio:.2}×")?,
            SpeedVerdict::TooNoisy => write!(f, "too noisy to say: {ratio:.2}×")?,
        }
        write!(
            f,
            " [{low:.2} to {high:.2}], {} pairs of processes; bad {:.1} µs a call, yours {:.1} µs",
            details.pairs,
            details.bad_ns / 1e3,
            details.yours_ns / 1e3
        )?;
        if let (Some(bad), Some(yours)) = (details.bad_faults, details.yours_faults) {
            write!(f, "; page faults a call: {bad:.1} and {yours:.1}")?;
        }
        if details.clock == Clock::Wall {
            write!(f, " (by wall time)")?;
        }
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
        assert_eq!(verdict(1.02, 1.04), SpeedVerdict::AsFast);
        assert_eq!(verdict(0.5, 0.9), SpeedVerdict::Slower);
        // Half as fast, or as fast: nobody can tell.
        assert_eq!(verdict(0.5, 1.01), SpeedVerdict::TooNoisy);
        assert_eq!(verdict(0.945, 1.055), SpeedVerdict::AsFast);
        assert_eq!(verdict(0.99, 1.02), SpeedVerdict::AsFast);
        assert_eq!(verdict(0.9, 1.5), SpeedVerdict::TooNoisy);
        assert_eq!(verdict(1.05, 1.5), SpeedVerdict::TooNoisy);
    }
}
