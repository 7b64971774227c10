//! The protocol between a measured program and the process that started it: environment variables
//! in, facts out.
//!
//! Every name and every field of it is defined here, once. The measuring side writes facts with a
//! few lines of its own, which spare each exercise the build of a JSON library. The reading side
//! enables the feature `protocol`, which derives serde's traits on these types, and leaves out the
//! default feature `measure`, and so everything else in this crate.
//!
//! # Environment variables
//!
//! | variable | value | when it is not set |
//! |---|---|---|
//! | [`FACTS_VARIABLE`] | the file that facts are appended to | facts are discarded |
//! | [`LIVE_BYTES_CAP_VARIABLE`] | the cap on the process's live bytes | there is no cap |
//! | [`TRACE_VARIABLE`] | the file that a trace is written to | nothing is recorded |
//! | [`SEED_VARIABLE`] | the seed of random inputs, a `u64` in decimal | each process draws its own |
//! | [`SECONDS_VARIABLE`] | how long a comparison takes samples, or scaling for each number of threads, in seconds | 1 |
//! | [`FRESH_VARIABLE`] | each input is timed once, before its answer was asked for | inputs are timed again and again |
//! | [`SHARE_VARIABLE`] | `number:side:nanoseconds:path`, set only by [`speed::compare`](crate::speed::compare) and [`speed::scaling`](crate::speed::scaling()) for their children | this is the parent |
//! | [`THREADS_VARIABLE`] | how many threads rayon starts, set only by [`speed::scaling`](crate::speed::scaling()) for its children | rayon decides |
//!
//! # Facts
//!
//! A file of facts has one JSON object per line. Its member `fact` names the kind, and the other
//! members are the fields of the variant of [`Fact`] with that name; [`SpeedReport`] and
//! [`TraceSection`] are flat, without a nested object. Each line is appended in one write, so lines
//! of several threads do not mix; the last line of a process that was killed may be incomplete.
//!
//! A reader ignores members that it does not know, and reads a kind that it does not know as
//! [`Fact::Other`].

mod scaling;

mod line;

pub use scaling::{ScalingPoint, ScalingTimes};

/// Names the file that facts are appended to.
pub const FACTS_VARIABLE: &str = "YARDSTICK_FACTS";
/// Holds the cap on live bytes of the whole process, in bytes.
pub const LIVE_BYTES_CAP_VARIABLE: &str = "YARDSTICK_LIVE_BYTES_CAP";
/// Names the file that the trace is written to.
pub const TRACE_VARIABLE: &str = "YARDSTICK_TRACE";
/// What a file with a trace starts with.
pub const TRACE_MAGIC: &[u8; 8] = b"YRDTRACE";
/// The version of the format that follows, as a number of one byte.
pub const TRACE_VERSION: u64 = 2;
/// A trace is at most this long, in bytes: room for a million events of each side, and usually for more.
pub const TRACE_BYTES: usize = 12 << 20;
/// Holds the seed of random inputs, to repeat a failure.
pub const SEED_VARIABLE: &str = "YARDSTICK_SEED";
/// Holds how long a comparison takes samples, in all processes together, in seconds; where scaling is measured, for each
/// number of threads.
pub const SECONDS_VARIABLE: &str = "YARDSTICK_SECONDS";
/// Set where each input of a comparison is timed once only, before its answer was ever asked for.
pub const FRESH_VARIABLE: &str = "YARDSTICK_FRESH_INPUTS";
/// Tells a child of a measurement which measurement of the program to time, which side of it, how long a sample
/// should last, and which file to write its samples to: `number:side:nanoseconds:path`.
pub const SHARE_VARIABLE: &str = "YARDSTICK_SHARE";
/// Tells rayon in a child how many threads its pool has.
pub const THREADS_VARIABLE: &str = "RAYON_NUM_THREADS";

/// One fact.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    feature = "protocol",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "fact", rename_all = "snake_case")
)]
pub enum Fact {
    /// What the baseline and the graded code asked of the heap. Written when a budget with a
    /// baseline ends.
    Allocations(Allocations),
    /// A budget begins. A test that ends without its end was ended by something else.
    BudgetBegan {
        /// The budget's name.
        name: String,
    },
    /// A budget ends, kept or missed. Written after its limits.
    BudgetEnded {
        /// The budget's name.
        name: String,
    },
    /// A limit of a budget, and what was used of it. Written for each limit, kept or missed.
    Budget(BudgetUse),
    /// The cap on live bytes refused an allocation. Written once per process, at the first refusal.
    OutOfMemory {
        /// The cap, in bytes.
        cap: u64,
        /// Live bytes of the process at that moment.
        live: u64,
        /// How many bytes more were asked for.
        asked: u64,
    },
    /// The result of a comparison.
    Speed(SpeedReport),
    /// The times with one number of threads. Written for each number, from 1 on.
    Scaling(ScalingPoint),
    /// A section of the trace. Written after the trace's file, one for each of its sections.
    Trace(TraceSection),
    /// A kind that this version does not know. It is never written.
    #[cfg_attr(feature = "protocol", serde(other))]
    Other,
}

/// What the baseline and the graded code asked of the heap for the same work, both counted in this
/// run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub struct Allocations {
    /// Heap calls of the baseline: allocations and reallocations together.
    pub bad: u64,
    /// Heap calls of the graded code.
    pub yours: u64,
    /// Bytes that the baseline asked for in all.
    pub bad_bytes: u64,
    /// Bytes that the graded code asked for in all.
    pub yours_bytes: u64,
    /// The most bytes that the baseline held at once.
    pub bad_peak: u64,
    /// The most bytes that the graded code held at once.
    pub yours_peak: u64,
}

/// A limit of a budget, and what was used of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub struct BudgetUse {
    /// The budget's name.
    pub name: String,
    /// What is limited.
    pub kind: BudgetKind,
    /// The most that may be used: calls or bytes, by `kind`.
    pub limit: u64,
    /// What was used, in the same unit. Live bytes are negative where the region freed more than it
    /// allocated.
    pub used: i64,
}

impl BudgetUse {
    /// The part of the limit that was used: above 1.0, it is exceeded. Where nothing is allowed, it is 0.0 or infinite.
    #[must_use]
    pub fn share(&self) -> f64 {
        match (self.used.max(0), self.limit) {
            (0, _) => 0.0,
            (used, limit) => used as f64 / limit as f64,
        }
    }
}

/// What a limit of a budget is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "protocol",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum BudgetKind {
    /// Heap calls: allocations and reallocations together.
    Allocations,
    /// Bytes asked for in all, freed meanwhile or not.
    Bytes,
    /// Bytes live at once, above those live at the start.
    Peak,
    /// Bytes live at the end, above those live at the start.
    Live,
}

impl BudgetKind {
    /// What its figures count, in words.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            BudgetKind::Allocations => "heap calls",
            BudgetKind::Bytes => "bytes asked of the heap",
            BudgetKind::Peak => "bytes live at once",
            BudgetKind::Live => "bytes still live",
        }
    }

    /// The kind's name in facts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            BudgetKind::Allocations => "allocations",
            BudgetKind::Bytes => "bytes",
            BudgetKind::Peak => "peak",
            BudgetKind::Live => "live",
        }
    }
}

/// The result of a comparison, as a benchmark writes it.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub struct SpeedReport {
    /// What was timed.
    pub workload: String,
    /// The baseline's time divided by the graded code's: above 1.0, the graded code is faster.
    pub ratio: f64,
    /// The lower end of the ratio's 99 % confidence interval.
    pub low: f64,
    /// Its upper end. `None` (`null` in the file) where too few processes were timed for one: JSON
    /// has no infinity.
    pub high: Option<f64>,
    /// What the interval says.
    pub verdict: SpeedVerdict,
    /// What is behind the figures.
    #[cfg_attr(feature = "protocol", serde(flatten))]
    pub details: SpeedDetails,
}

impl SpeedReport {
    /// The speedup; `None` where its interval has no upper end.
    #[must_use]
    pub fn speed(self) -> Option<Speed> {
        Some(Speed {
            ratio: self.ratio,
            low: self.low,
            high: self.high?,
            verdict: self.verdict,
            details: self.details,
        })
    }
}

/// A measured speedup with a bounded interval. It is not a fact, but what a reader keeps of a
/// [`SpeedReport`].
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub struct Speed {
    /// The baseline's time divided by the graded code's: above 1.0, the graded code is faster.
    pub ratio: f64,
    /// The lower end of the ratio's 99 % confidence interval.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// What the interval says.
    pub verdict: SpeedVerdict,
    /// What is behind the figures.
    #[cfg_attr(feature = "protocol", serde(flatten))]
    pub details: SpeedDetails,
}

/// What is behind a measured speedup. A member that is missing reads as its default, so that
/// speedups saved by earlier versions can be read.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(
    feature = "protocol",
    derive(serde::Serialize, serde::Deserialize),
    serde(default)
)]
pub struct SpeedDetails {
    /// Pairs of processes that were timed: one of each timed the baseline, the other the graded code.
    pub pairs: u64,
    /// Samples taken, in all processes together.
    pub samples: u64,
    /// What the times below count.
    pub clock: Clock,
    /// The baseline's median time per call, in nanoseconds.
    pub bad_ns: f64,
    /// The graded code's median time per call, in nanoseconds.
    pub yours_ns: f64,
    /// The baseline's page faults per call, those that read no disk; `None` where the system does not say.
    pub bad_faults: Option<f64>,
    /// The graded code's page faults per call.
    pub yours_faults: Option<f64>,
    /// What one page fault costs on this machine, in nanoseconds.
    pub fault_ns: Option<f64>,
    /// The quantiles of the ratios of single pairs, in steps of 5 %: the least, 19 between, the
    /// greatest.
    pub spread: Vec<f64>,
    /// The likely reason where the verdict is [`SpeedVerdict::TooNoisy`]; otherwise `None`, and
    /// then the member is not written.
    pub reason: Option<String>,
}

/// What is counted as time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "protocol",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum Clock {
    /// The time that the measuring thread had a processor.
    Cpu,
    /// All that passed.
    #[default]
    Wall,
}

impl Clock {
    /// The clock's name in facts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Clock::Cpu => "cpu",
            Clock::Wall => "wall",
        }
    }

    /// The clock with this name in facts.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Clock::Cpu, Clock::Wall]
            .into_iter()
            .find(|clock| clock.name() == name)
    }
}

/// What the interval of a measured speedup says. The thresholds are
/// [`speed`](crate::speed)'s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "protocol",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum SpeedVerdict {
    /// The graded code is faster, by more than the placement of code in memory explains.
    Faster,
    /// Equal, or different by less than that. Earlier versions did not tell a slowdown from it.
    #[cfg_attr(feature = "protocol", serde(alias = "not_faster"))]
    AsFast,
    /// The graded code is slower, by more than that.
    Slower,
    /// The interval is too wide to say.
    TooNoisy,
}

impl SpeedVerdict {
    /// The verdict's name in facts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            SpeedVerdict::Faster => "faster",
            SpeedVerdict::AsFast => "as_fast",
            SpeedVerdict::Slower => "slower",
            SpeedVerdict::TooNoisy => "too_noisy",
        }
    }
}

/// A section of the trace. [`trace`](crate::trace) documents the file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub struct TraceSection {
    /// `bad` or `yours`.
    pub label: String,
    /// What the section holds, and what it does not.
    #[cfg_attr(feature = "protocol", serde(flatten))]
    pub counts: TraceCounts,
}

/// The figures of a section of the trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "protocol", derive(serde::Serialize, serde::Deserialize))]
pub struct TraceCounts {
    /// Events in the file.
    pub events: u64,
    /// Events after these, for which there was no room.
    pub dropped: u64,
    /// How many of `events` are allocations of arena chunks.
    pub chunks: u64,
    /// Bytes asked for in the whole region, dropped events included.
    pub bytes: u64,
    /// The most bytes live at once in the whole region, above those live at its start.
    pub peak: u64,
}
