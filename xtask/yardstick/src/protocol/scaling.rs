//! The fact `scaling`: times for one number of threads.

/// The times of the baseline and of the graded code with one number of threads, in nanoseconds per call by wall time:
/// of the fastest process, the median one and the slowest.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub struct ScalingPoint {
    /// What was timed.
    pub workload: String,
    /// The number of threads.
    pub threads: u64,
    /// Pairs of processes: one of each timed the baseline, the other the graded code.
    pub pairs: u64,
    /// The baseline's time in its fastest process.
    pub bad_low_ns: f64,
    /// The median of the baseline's processes.
    pub bad_ns: f64,
    /// The baseline's time in its slowest process.
    pub bad_high_ns: f64,
    /// How often a thread of the baseline had to wait per call, in the median process; `None` where the system does not say.
    pub bad_waits: Option<f64>,
    /// The graded code's time in its fastest process.
    pub yours_low_ns: f64,
    /// The median of the graded code's processes.
    pub yours_ns: f64,
    /// The graded code's time in its slowest process.
    pub yours_high_ns: f64,
    /// How often a thread of the graded code had to wait per call.
    pub yours_waits: Option<f64>,
}

impl ScalingPoint {
    /// The baseline's times.
    #[must_use]
    pub fn bad(&self) -> ScalingTimes {
        ScalingTimes {
            low_ns: self.bad_low_ns,
            ns: self.bad_ns,
            high_ns: self.bad_high_ns,
            waits: self.bad_waits,
        }
    }

    /// The graded code's times.
    #[must_use]
    pub fn yours(&self) -> ScalingTimes {
        ScalingTimes {
            low_ns: self.yours_low_ns,
            ns: self.yours_ns,
            high_ns: self.yours_high_ns,
            waits: self.yours_waits,
        }
    }
}

/// One side of a [`ScalingPoint`]: nanoseconds per call. It is not a fact, but what a reader makes of one.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub struct ScalingTimes {
    /// Of the fastest process.
    pub low_ns: f64,
    /// The median of the processes.
    pub ns: f64,
    /// Of the slowest process.
    pub high_ns: f64,
    /// How often a thread had to wait per call, in the median process; `None` where the system does not say.
    pub waits: Option<f64>,
}
