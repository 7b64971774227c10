//! Earlier measurements by number of threads, in `.arena/threads.jsonl`, one line each.

use super::{BY_THREADS, Setting, append_to, read};
use crate::cancellation::Cancellation;
use crate::entry::now;
use crate::event::{Control, Event};
use crate::protocol::ScalingPoint;
use crate::results::Scaling;
use crate::versions::Sources;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// One measurement of how an exercise scales with threads.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
pub struct Line {
    /// The exercise's id.
    pub id: String,
    /// When, in seconds since 1970.
    pub seconds: u64,
    /// Where: [`Host::key`](crate::host::Host::key).
    pub host: String,
    /// The compiler's version.
    pub rustc: String,
    /// The allocator's name.
    pub allocator: String,
    /// Bad and yours.
    pub yours: Vec<ScalingPoint>,
    /// Bad and the solution.
    pub reference: Vec<ScalingPoint>,
    /// [`Sources::fingerprint`] of yours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<String>,
}

impl Line {
    /// A line for what was measured just now.
    #[must_use]
    pub fn now(id: &str, setting: &Setting, scaling: &Scaling, sources: Option<&Sources>) -> Self {
        Self {
            id: id.to_owned(),
            seconds: now(),
            host: setting.host.clone(),
            rustc: setting.rustc.clone(),
            allocator: setting.allocator.clone(),
            yours: scaling.yours.clone(),
            reference: scaling.reference.clone(),
            sources: sources.map(Sources::fingerprint),
        }
    }
}

/// All lines, oldest first. A damaged one is skipped.
#[must_use]
pub fn all(root: &Path) -> Vec<Line> {
    read(&file(root))
}

/// Where the lines are.
#[must_use]
pub fn file(root: &Path) -> PathBuf {
    root.join(".arena").join(BY_THREADS)
}

/// Appends lines, in one write.
///
/// # Errors
/// When the file cannot be written, or the wait for another run is cancelled.
pub fn append(root: &Path, lines: &[Line], cancellation: &Cancellation) -> Result<()> {
    append_to(root, BY_THREADS, lines, cancellation)
}

/// Appends lines. As [`remember`](super::remember), it does not withhold the figures if that fails.
pub(crate) fn remember(root: &Path, lines: &[Line], control: &Control<'_>) {
    if let Err(error) = append(root, lines, control.cancellation()) {
        control.emit(Event::Warning(&format!(
            "the times by threads are not saved: {error:#}"
        )));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_measured_is_read_back() {
        let point = ScalingPoint {
            workload: "parse".to_owned(),
            threads: 2,
            pairs: 5,
            bad_low_ns: 1.0,
            bad_ns: 2.0,
            bad_high_ns: 3.0,
            bad_waits: None,
            yours_low_ns: 0.5,
            yours_ns: 1.0,
            yours_high_ns: 1.5,
            yours_waits: Some(0.25),
        };
        let line = Line {
            id: "one".to_owned(),
            seconds: 7,
            host: "a".to_owned(),
            rustc: "1.95.0".to_owned(),
            allocator: "system".to_owned(),
            yours: vec![point.clone()],
            reference: vec![point],
            sources: Some("0f".to_owned()),
        };
        let folder = tempfile::tempdir().expect("a temporary folder");
        let cancellation = Cancellation::new();
        for _ in 0..2 {
            append(folder.path(), std::slice::from_ref(&line), &cancellation).expect("a file");
        }
        assert_eq!(all(folder.path()), [line.clone(), line]);
    }
}
