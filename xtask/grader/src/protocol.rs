//! What tests and benchmarks report: files of facts and traces, read back.
//!
//! [`yardstick::protocol`] defines what is in them; this module has the folder that they are
//! written to, and reads them. What a learner's code prints cannot disturb them.

pub use yardstick::protocol::{
    Allocations, FACTS_VARIABLE, Fact, LIVE_BYTES_CAP_VARIABLE, SECONDS_VARIABLE, SEED_VARIABLE,
    Speed, SpeedDetails, SpeedReport, SpeedVerdict, TRACE_VARIABLE, TraceCounts, TraceSection,
};

use anyhow::Result;
use std::path::{Path, PathBuf};
use workbook::Problem;

/// A trace: what happened on the heap in Bad and in yours.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The test that recorded it, as `step2_budget::name`.
    pub test: String,
    /// How much of Bad it holds.
    pub bad: TraceCounts,
    /// How much of yours it holds.
    pub yours: TraceCounts,
    /// The file's contents.
    pub bytes: Vec<u8>,
}

impl Trace {
    /// The trace in this file; `None` without the facts that say it is complete, since the file may
    /// then hold only half of it.
    #[must_use]
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

/// A folder for the facts of one run. It is removed when this is dropped.
pub struct FactsFolder {
    folder: tempfile::TempDir,
}

impl FactsFolder {
    /// Makes the folder among the system's temporary files.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn new() -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("arena-workbook-")
            .tempdir()
            .map_err(|error| {
                Problem::general(
                    "cannot make a temporary folder",
                    "set TMPDIR to a folder that can be written",
                )
                .because(error)
            })?;
        Ok(Self { folder })
    }

    /// The file for the process with this number.
    #[must_use]
    pub fn file(&self, number: usize) -> PathBuf {
        self.folder.path().join(format!("{number}.jsonl"))
    }

    /// The trace of the process with this number.
    #[must_use]
    pub fn trace(&self, number: usize) -> PathBuf {
        self.folder.path().join(format!("{number}.trace"))
    }
}

/// Reads a file of facts; a missing file has none. Lines that are not facts are skipped: a process
/// that was killed may have written half a line.
#[must_use]
pub fn read(path: &Path) -> Vec<Fact> {
    let bytes = std::fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    text.lines().filter_map(Fact::parse).collect()
}
