//! Facts: what tests and benchmarks report, as JSON lines in a file of their own.
//!
//! yardstick writes them (`yardstick::facts` documents each kind), and this module reads them.
//! What a learner's code prints cannot disturb them.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Names the file that facts are appended to.
pub const FILE_VARIABLE: &str = "YARDSTICK_FACTS";
/// Names the cap on live bytes.
pub const CAP_VARIABLE: &str = "YARDSTICK_LIVE_BYTES_CAP";
/// Names the file that a trace is written to.
pub const TRACE_VARIABLE: &str = "YARDSTICK_TRACE";

/// One fact.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// Heap calls, both counted in one run.
    Allocations(Allocations),
    /// The cap on live bytes was met.
    OutOfMemory {
        /// The cap, in bytes.
        cap: u64,
    },
    /// What a benchmark measured.
    Speed(TakenSpeed),
    /// A section of the trace that was written.
    Trace(TraceSection),
    /// A kind that this version makes no use of.
    #[serde(other)]
    Other,
}

/// What Bad and yours asked of the heap, for the same work.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub struct Allocations {
    /// Heap calls of Bad.
    pub bad: u64,
    /// Heap calls of yours.
    pub yours: u64,
    /// Bytes that Bad asked for.
    pub bad_bytes: u64,
    /// Bytes that yours asked for.
    pub yours_bytes: u64,
    /// The most bytes that Bad held at once.
    pub bad_peak: u64,
    /// The most bytes that yours held at once.
    pub yours_peak: u64,
}

/// A measured speedup.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
pub struct Speed {
    /// Bad's time divided by yours.
    pub ratio: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
    /// What the interval says.
    pub verdict: Verdict,
    /// What stands behind the figures.
    #[serde(flatten)]
    pub details: Details,
}

/// What stands behind a measured speedup.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(default)]
pub struct Details {
    /// Processes that were timed.
    pub processes: u64,
    /// Pairs of samples taken, in all processes together.
    pub pairs: u64,
    /// Bad's median time per call, in nanoseconds.
    pub bad_ns: f64,
    /// Your median time per call, in nanoseconds.
    pub yours_ns: f64,
    /// The ratios of single pairs, as the values below which 0 %, 5 %, … 100 % of them lie.
    pub spread: Vec<f64>,
    /// Where it is too noisy: the likely reason.
    pub reason: Option<String>,
}

/// A speed as a benchmark writes it.
#[derive(Clone, Debug, Deserialize)]
pub struct TakenSpeed {
    ratio: f64,
    low: f64,
    /// JSON has no infinity: there is no upper end where too few pairs were taken.
    high: Option<f64>,
    verdict: Verdict,
    /// What stands behind the figures.
    #[serde(flatten)]
    pub details: Details,
}

impl TakenSpeed {
    /// The speed, where there were pairs enough for one.
    pub fn speed(self) -> Option<Speed> {
        let Self {
            ratio,
            low,
            high,
            verdict,
            details,
        } = self;
        high.map(|high| Speed {
            ratio,
            low,
            high,
            verdict,
            details,
        })
    }
}

/// What a measured interval says.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Yours is faster, by more than how code lies in memory explains.
    Faster,
    /// Yours is not faster.
    NotFaster,
    /// The interval is too wide to say.
    TooNoisy,
}

/// What a section of a trace holds. The format of the file is `yardstick::trace`'s.
#[derive(Clone, Debug, Deserialize)]
pub struct TraceSection {
    /// `bad` or `yours`.
    pub label: String,
    /// What it holds, and what it does not.
    #[serde(flatten)]
    pub counts: TraceCounts,
}

/// The figures of a section of a trace.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct TraceCounts {
    /// Events in the file.
    pub events: u64,
    /// Events that came after these, and for which there was no room.
    pub dropped: u64,
    /// Allocations of arena chunks among the events.
    pub chunks: u64,
    /// Bytes asked for in the whole region.
    pub bytes: u64,
    /// The most bytes live at once in the whole region.
    pub peak: u64,
}

/// A trace: what happened on the heap in Bad and in yours.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The test that recorded it, as `step2_budget::name`.
    pub test: String,
    /// What it holds of Bad.
    pub bad: TraceCounts,
    /// What it holds of yours.
    pub yours: TraceCounts,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Trace {
    /// The trace in this file. The facts say that it is whole; without them there is none, since
    /// the file may be half of one.
    pub fn read(path: &Path, test: &str, facts: &[Fact]) -> Option<Self> {
        let counts = |label: &str| {
            facts.iter().rev().find_map(|fact| match fact {
                Fact::Trace(section) if section.label == label => Some(section.counts),
                _ => None,
            })
        };
        Some(Self {
            test: test.to_owned(),
            bad: counts("bad")?,
            yours: counts("yours")?,
            bytes: std::fs::read(path).ok()?,
        })
    }
}

/// A folder for the facts of one run. It goes when this is dropped.
pub struct FactsFolder {
    folder: tempfile::TempDir,
}

impl FactsFolder {
    /// Makes the folder among the system's temporary files.
    pub fn new() -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("arena-workbook-")
            .tempdir()
            .context("no temporary folder can be made\nhelp: see that TMPDIR names one")?;
        Ok(Self { folder })
    }

    /// The file for the process of this number.
    pub fn file(&self, number: usize) -> PathBuf {
        self.folder.path().join(format!("{number}.jsonl"))
    }

    /// The trace of the process of this number.
    pub fn trace(&self, number: usize) -> PathBuf {
        self.folder.path().join(format!("{number}.trace"))
    }
}

/// Reads a file of facts; none where there is no file. A line that is no fact is left out: a
/// process that was killed may have written half of one.
pub fn read(path: &Path) -> Vec<Fact> {
    let bytes = std::fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    text.lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(high: &str) -> TakenSpeed {
        let line = format!(
            r#"{{"fact":"speed","workload":"w","ratio":2.0,"low":1.5,"high":{high},"pairs":6,"bad_ns":2,"yours_ns":1,"verdict":"too_noisy"}}"#
        );
        match serde_json::from_str(&line) {
            Ok(Fact::Speed(taken)) => taken,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_interval_without_end_is_read_and_is_no_speed() {
        assert_eq!(taken("null").details.pairs, 6);
        assert_eq!(taken("null").speed(), None);
        let speed = taken("2.5").speed().expect("an end makes it a speed");
        assert_eq!((speed.ratio, speed.low, speed.high), (2.0, 1.5, 2.5));
        assert_eq!((speed.details.bad_ns, speed.details.yours_ns), (2.0, 1.0));
    }
}
