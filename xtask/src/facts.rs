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
    /// A kind that this version makes no use of.
    #[serde(other)]
    Other,
}

/// Heap calls of Bad and of yours, for the same work.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub struct Allocations {
    /// What Bad needed.
    pub bad: u64,
    /// What yours needed.
    pub yours: u64,
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
}

/// A speed as a benchmark writes it.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct TakenSpeed {
    ratio: f64,
    low: f64,
    /// JSON has no infinity: there is no upper end where too few pairs were taken.
    high: Option<f64>,
    verdict: Verdict,
    /// Pairs of samples taken.
    pub pairs: u64,
}

impl TakenSpeed {
    /// The speed, where there were pairs enough for one.
    pub fn speed(self) -> Option<Speed> {
        let Self {
            ratio,
            low,
            high,
            verdict,
            ..
        } = self;
        high.map(|high| Speed {
            ratio,
            low,
            high,
            verdict,
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
        assert_eq!(taken("null").pairs, 6);
        assert_eq!(taken("null").speed(), None);
        let verdict = Verdict::TooNoisy;
        let (ratio, low, high) = (2.0, 1.5, 2.5);
        let speed = Speed {
            ratio,
            low,
            high,
            verdict,
        };
        assert_eq!(taken("2.5").speed(), Some(speed));
    }
}
