//! What tests and benchmarks report: files of facts and traces, read back.
//!
//! [`yardstick::protocol`] defines what is in them; this module has the folder that they are
//! written to, and reads them. What a learner's code prints cannot disturb them.

pub use yardstick::protocol::{
    Allocations, BudgetKind, BudgetUse, Clock, FACTS_VARIABLE, FRESH_VARIABLE, Fact,
    LIVE_BYTES_CAP_VARIABLE, SECONDS_VARIABLE, SEED_VARIABLE, ScalingPoint, ScalingTimes, Speed,
    SpeedDetails, SpeedReport, SpeedVerdict, TRACE_BYTES, TRACE_MAGIC, TRACE_VARIABLE,
    TRACE_VERSION, TraceCounts, TraceSection,
};

use anyhow::Result;
use std::path::{Path, PathBuf};
use workbook::{Problem, read_bounded};

/// Whether someone repeats a run: then all inputs are those of the seed in the environment.
#[must_use]
pub fn is_seeded() -> bool {
    std::env::var_os(SEED_VARIABLE).is_some()
}

/// More than a test reports, in bytes. Its facts are a few hundred.
const FACTS: u64 = 16 << 20;

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
            bytes: read_bounded(path, TRACE_BYTES as u64).ok()?,
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

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The trace of the process with this number.
    #[must_use]
    pub fn trace(&self, number: usize) -> PathBuf {
        self.folder.path().join(format!("{number}.trace"))
    }
}

/// Reads a file of facts; a missing file has none, nor has anything that no test of ours would leave: a pipe, a
/// link to a device, a huge file. Lines that are not facts are skipped: a process
/// that was killed may have written half a line.
#[must_use]
pub fn read(path: &Path) -> Vec<Fact> {
    let bytes = read_bounded(path, FACTS).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    text.lines().filter_map(parse).collect()
}

/// One line of such a file; `None` where it is not a fact.
fn parse(line: &str) -> Option<Fact> {
    serde_json::from_str(line).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speed(high: Option<f64>, reason: Option<&str>) -> Fact {
        Fact::Speed(SpeedReport {
            workload: "a \"quoted\"\nname \\ with é".to_owned(),
            ratio: 2.25,
            low: 1.5,
            high,
            verdict: SpeedVerdict::TooNoisy,
            details: SpeedDetails {
                pairs: 20,
                samples: 1_600,
                clock: Clock::Cpu,
                bad_ns: 4500.5,
                yours_ns: 2000.0,
                bad_faults: Some(94.5),
                yours_faults: None,
                fault_ns: Some(250.0),
                spread: vec![1.25, 2.25, 3.0],
                reason: reason.map(str::to_owned),
            },
        })
    }

    /// One of every kind that is written.
    fn facts() -> Vec<Fact> {
        let counts = TraceCounts {
            events: 1,
            dropped: 2,
            chunks: 3,
            bytes: 4,
            peak: 5,
        };
        vec![
            Fact::Allocations(Allocations {
                bad: 1,
                yours: 2,
                bad_bytes: 3,
                yours_bytes: 4,
                bad_peak: 5,
                yours_peak: u64::MAX,
            }),
            Fact::BudgetBegan {
                name: "parsing".to_owned(),
            },
            Fact::BudgetEnded {
                name: "parsing".to_owned(),
            },
            Fact::Budget(BudgetUse {
                name: "parsing".to_owned(),
                kind: BudgetKind::Live,
                limit: 24,
                used: -8,
            }),
            Fact::OutOfMemory {
                cap: 100,
                live: 90,
                asked: 11,
            },
            speed(Some(3.0), None),
            speed(None, Some("likely reason: load")),
            Fact::Scaling(ScalingPoint {
                workload: "parsing".to_owned(),
                threads: 2,
                pairs: 10,
                bad_low_ns: 1.5,
                bad_ns: 2.5,
                bad_high_ns: 3.5,
                bad_waits: Some(4.5),
                yours_low_ns: 5.5,
                yours_ns: 6.5,
                yours_high_ns: 7.5,
                yours_waits: None,
            }),
            Fact::Trace(TraceSection {
                label: "bad".to_owned(),
                counts,
            }),
        ]
    }

    #[test]
    fn every_kind_of_fact_is_read_as_it_was_written() {
        for fact in facts() {
            let line = fact.to_line();
            assert_eq!(parse(&line), Some(fact), "{line}");
        }
    }

    /// Fields that default when they are missing would hide a member that only one side names.
    #[test]
    fn the_writer_and_serde_write_the_same_members() {
        for fact in facts() {
            let mut by_serde = serde_json::to_value(&fact).expect("a fact is JSON");
            let members = by_serde.as_object_mut().expect("a fact is an object");
            // The writer leaves out a missing reason, unlike `high`, which is always there.
            if members.get("reason").is_some_and(|reason| reason.is_null()) {
                members.remove("reason");
            }
            let line = fact.to_line();
            let by_hand: serde_json::Value = serde_json::from_str(&line).expect("a line is JSON");
            let by_hand = by_hand.as_object().expect("a line is an object");
            assert!(by_hand.keys().eq(members.keys()), "{line}");
        }
    }

    #[test]
    fn an_interval_without_an_upper_end_is_read_and_is_not_a_speedup() {
        let line = speed(None, None).to_line();
        assert!(line.contains(r#""high":null"#), "{line}");
        let Some(Fact::Speed(report)) = parse(&line) else {
            panic!("not a speed: {line}");
        };
        assert_eq!(report.details.samples, 1_600);
        assert_eq!(report.speed(), None);
    }

    #[test]
    fn an_unknown_kind_is_other_and_half_a_line_is_not_a_fact() {
        assert_eq!(parse(r#"{"fact":"later","x":1}"#), Some(Fact::Other));
        assert_eq!(parse(r#"{"fact":"out_of_memory","cap":10"#), None);
        let with_more = r#"{"fact":"out_of_memory","cap":1,"live":2,"asked":3,"later":4}"#;
        assert!(matches!(
            parse(with_more),
            Some(Fact::OutOfMemory { cap: 1, .. })
        ));
    }
}
