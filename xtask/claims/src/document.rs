//! The document: each claim with its verdict, and the machine that the verdicts are for.
//!
//! | member | meaning |
//! |---|---|
//! | `version` | of this format |
//! | `host` | the machine that the figures belong to |
//! | `quick` | whether sizes were tiny, for a test: then the figures and verdicts mean nothing |
//! | `claims[].verdict` | `holds`, `holds_only_if` (then `condition` is the condition), or `does_not_hold` |
//! | `claims[].published` | the published figure, from and to, in the unit of the columns; missing where the claim names none |
//! | `claims[].columns` | headings of the figures, with `unit`: `ns` per operation, `ratio`, `bytes`, `count` |
//! | `claims[].rows` | the figures, one for each column; `null` where there is none |
//! | `claims[].advice` | what to do, in one sentence |
//!
//! Figures in `bytes` and `count` are the same in every run; the others are measured.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The version of the format.
pub const VERSION: u32 = 1;
/// The command that measures.
pub const COMMAND: &str = "cargo xtask claims";

/// The result of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// [`VERSION`], for a document of this format.
    pub version: u32,
    /// The machine.
    pub host: MeasuredHost,
    /// Whether sizes were tiny, for a test.
    pub quick: bool,
    /// Each claim, in the order of the book.
    pub claims: Vec<Claim>,
}

/// The machine and compiler that figures belong to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasuredHost {
    /// The operating system, as Rust calls it.
    pub os: String,
    /// The processor's name.
    pub cpu: String,
    /// Threads that can run at once.
    pub cores: usize,
    /// The compiler's version; empty where it is not known.
    pub rustc: String,
    /// The global allocator that the experiments ran under, where it is not the system's.
    #[serde(default)]
    pub allocator: Option<String>,
}

impl fmt::Display for MeasuredHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cores = if self.cores == 1 { "core" } else { "cores" };
        write!(f, "{}, {} {cores}, {}", self.cpu, self.cores, self.os)?;
        match &*self.rustc {
            "" => {}
            rustc => write!(f, ", rustc {rustc}")?,
        }
        match &self.allocator {
            None => Ok(()),
            Some(allocator) => write!(f, ", allocator {allocator}"),
        }
    }
}

/// A published claim, and the findings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Its name in lists.
    pub id: String,
    /// The claim, in one sentence.
    pub claim: String,
    /// Whether it holds.
    #[serde(flatten)]
    pub verdict: ClaimVerdict,
    /// The published figure, from and to, in the unit of the columns; `None` where the claim names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<[f64; 2]>,
    /// The headings of the figures in a row.
    pub columns: Vec<Column>,
    /// The figures.
    pub rows: Vec<Row>,
    /// What to do, in one sentence.
    pub advice: String,
}

/// Whether a claim holds on this machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", content = "condition", rename_all = "snake_case")]
pub enum ClaimVerdict {
    /// It holds in every case that was tested.
    Holds,
    /// It holds in some cases; the text completes "holds only if".
    HoldsOnlyIf(String),
    /// It holds in no case.
    DoesNotHold,
}

impl fmt::Display for ClaimVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Holds => f.write_str("holds"),
            Self::HoldsOnlyIf(condition) => write!(f, "holds only if {condition}"),
            Self::DoesNotHold => f.write_str("does not hold"),
        }
    }
}

/// The heading of one column of figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// Its unit.
    pub unit: Unit,
}

/// The unit of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Nanoseconds per operation.
    Ns,
    /// How many times as fast.
    Ratio,
    /// Bytes, counted.
    Bytes,
    /// A count.
    Count,
}

impl Unit {
    /// A figure for people to read: measured ones with two significant digits, counted ones whole.
    #[must_use]
    pub fn show(self, value: f64) -> String {
        match self {
            Self::Ns => format!("{} ns", rounded(value)),
            Self::Ratio => format!("{}×", rounded(value)),
            Self::Bytes => format!("{} B", grouped(value)),
            Self::Count => grouped(value),
        }
    }
}

/// One row of figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The case.
    pub what: String,
    /// A figure for each column; `None` where there is none.
    pub values: Vec<Option<f64>>,
}

/// Why a document cannot be read.
#[derive(Debug)]
pub enum Unreadable {
    /// There is none yet, or another version of the workbook wrote it.
    NotMeasured,
    /// The file is damaged: what is wrong with it.
    Damaged(String),
}

/// The document's file in a workbook.
#[must_use]
pub fn file(root: &Path) -> PathBuf {
    root.join(".arena").join("claims.json")
}

/// Reads the document of a workbook.
///
/// # Errors
/// When there is none that can be used.
pub fn load(root: &Path) -> Result<Document, Unreadable> {
    /// The part that every version has.
    #[derive(Deserialize)]
    struct Versioned {
        version: u32,
    }
    let damaged = |error: &dyn fmt::Display| Unreadable::Damaged(error.to_string());
    let text = match std::fs::read_to_string(file(root)) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(Unreadable::NotMeasured),
        Err(error) => return Err(damaged(&error)),
    };
    let versioned: Versioned = serde_json::from_str(&text).map_err(|error| damaged(&error))?;
    if versioned.version != VERSION {
        return Err(Unreadable::NotMeasured);
    }
    serde_json::from_str(&text).map_err(|error| damaged(&error))
}

impl Document {
    /// The document as text.
    ///
    /// # Errors
    /// When a figure is not a number.
    pub fn to_json(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}

/// Two significant digits below 100, whole numbers above.
fn rounded(value: f64) -> String {
    match value.abs() {
        ..0.005 => "0".to_owned(),
        ..0.995 => format!("{value:.2}"),
        ..9.95 => format!("{value:.1}"),
        _ => grouped(value),
    }
}

/// A figure as a whole number, its digits in groups of three.
pub(crate) fn grouped(value: f64) -> String {
    let whole = value.round_ties_even();
    let sign = if whole < 0.0 { "-" } else { "" };
    format!("{sign}{}", yardstick::grouped(whole.abs() as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        Document {
            version: VERSION,
            host: MeasuredHost {
                os: "linux".to_owned(),
                cpu: "a processor".to_owned(),
                cores: 2,
                rustc: String::new(),
                allocator: None,
            },
            quick: false,
            claims: vec![Claim {
                id: "reset".to_owned(),
                claim: "Reset is constant.".to_owned(),
                verdict: ClaimVerdict::HoldsOnlyIf("it rains".to_owned()),
                published: None,
                columns: vec![],
                rows: vec![],
                advice: "Reset.".to_owned(),
            }],
        }
    }

    fn write(root: &Path, text: &str) {
        std::fs::create_dir_all(root.join(".arena")).expect("a folder can be made");
        std::fs::write(file(root), text).expect("a file can be written");
    }

    #[test]
    fn a_document_survives_its_file() {
        let root = tempfile::tempdir().expect("a temporary folder");
        assert!(matches!(load(root.path()), Err(Unreadable::NotMeasured)));
        write(
            root.path(),
            &document().to_json().expect("it has no figures"),
        );
        assert_eq!(load(root.path()).expect("it was just written"), document());
        let text = std::fs::read_to_string(file(root.path())).expect("a file");
        assert!(text.contains("\"verdict\": \"holds_only_if\""), "{text}");
        assert!(text.contains("\"condition\": \"it rains\""), "{text}");
    }

    #[test]
    fn another_version_counts_as_none_and_damage_is_reported() {
        let root = tempfile::tempdir().expect("a temporary folder");
        write(root.path(), "{\"version\": 99}");
        assert!(matches!(load(root.path()), Err(Unreadable::NotMeasured)));
        write(root.path(), "{\"version\": 1}");
        let Err(Unreadable::Damaged(reason)) = load(root.path()) else {
            panic!("the damage went unnoticed");
        };
        assert!(reason.contains("host"), "{reason}");
    }

    #[test]
    fn figures_read_well() {
        assert_eq!(Unit::Ns.show(0.001), "0 ns");
        assert_eq!(Unit::Ns.show(0.333), "0.33 ns");
        assert_eq!(Unit::Ns.show(0.996), "1.0 ns");
        assert_eq!(Unit::Ratio.show(27.4), "27×");
        assert_eq!(Unit::Bytes.show(2_096_448.0), "2 096 448 B");
        assert_eq!(Unit::Count.show(999.0), "999");
    }
}
