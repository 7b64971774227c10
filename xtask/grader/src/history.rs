//! History: the measurements of earlier runs, in `.arena/history.jsonl`, one line each.
//!
//! A ratio from another machine or under another allocator says little about this one, so only
//! lines with the same host and allocator are returned. Each keeps the compiler's version: a new
//! compiler may change a ratio, and that is worth seeing.

use crate::cancellation::Cancellation;
use crate::lock;
use crate::protocol::{Speed, SpeedVerdict};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use workbook::{Problem, read_bounded};

/// More than the file ever has, in bytes: a line has about 250.
const MAX_BYTES: u64 = 64 << 20;

/// One measurement of one exercise.
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
    /// Bad's time divided by yours.
    pub ratio: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
    /// What the interval says.
    pub verdict: SpeedVerdict,
}

/// Where and with what something was measured.
#[derive(Clone, Debug)]
pub struct Setting {
    /// [`Host::key`](crate::host::Host::key).
    pub host: String,
    /// The compiler's version.
    pub rustc: String,
    /// The allocator's name.
    pub allocator: String,
}

impl Line {
    /// A line for a speed that was measured just now.
    #[must_use]
    pub fn now(id: &str, setting: &Setting, speed: &Speed) -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        Self {
            id: id.to_owned(),
            seconds: since.map_or(0, |since| since.as_secs()),
            host: setting.host.clone(),
            rustc: setting.rustc.clone(),
            allocator: setting.allocator.clone(),
            ratio: speed.ratio,
            low: speed.low,
            high: speed.high,
            verdict: speed.verdict,
        }
    }

    /// How long ago: `5 min ago`.
    #[must_use]
    pub fn age(&self) -> String {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let seconds = since
            .map_or(0, |since| since.as_secs())
            .saturating_sub(self.seconds);
        match seconds {
            0..=119 => format!("{seconds} s ago"),
            120..=7_199 => format!("{} min ago", seconds / 60),
            7_200..=172_799 => format!("{} h ago", seconds / 3_600),
            _ => format!("{} days ago", seconds / 86_400),
        }
    }
}

/// The lines of one exercise that can be compared, oldest first, and how many others it has.
#[must_use]
pub fn of(root: &Path, has_id: impl Fn(&str) -> bool, setting: &Setting) -> (Vec<Line>, usize) {
    let text = read_bounded(&file(root), MAX_BYTES).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    // A damaged line is skipped.
    let lines = text
        .lines()
        .filter_map(|line| serde_json::from_str::<Line>(line).ok())
        .filter(|line| has_id(&line.id));
    let (same, others): (Vec<Line>, Vec<Line>) =
        lines.partition(|line| line.host == setting.host && line.allocator == setting.allocator);
    (same, others.len())
}

/// Appends lines, in one write.
///
/// # Errors
/// When the file cannot be written, or the wait for another run is cancelled.
pub fn append(root: &Path, lines: &[Line], cancellation: &Cancellation) -> Result<()> {
    let _lock = lock::take_soon(root, lock::STATE, cancellation)?;
    let context = || ".arena/history.jsonl: cannot be written".to_owned();
    let path = file(root);
    std::fs::create_dir_all(path.parent().unwrap_or(root)).with_context(context)?;
    let mut text = String::new();
    for line in lines {
        text += &serde_json::to_string(line).with_context(context)?;
        text.push('\n');
    }
    if path.exists() && !path.is_file() {
        let help = "move it away, then measure again";
        return Err(Problem::new(".arena/history.jsonl", "is not a file", help).into());
    }
    let mut options = std::fs::OpenOptions::new();
    let file = options.create(true).append(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .with_context(context)
}

fn file(root: &Path) -> PathBuf {
    root.join(".arena").join("history.jsonl")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(host: &str, allocator: &str, ratio: f64) -> Line {
        Line {
            id: "one".to_owned(),
            seconds: 0,
            host: host.to_owned(),
            rustc: "1.95.0".to_owned(),
            allocator: allocator.to_owned(),
            ratio,
            low: ratio,
            high: ratio,
            verdict: SpeedVerdict::Faster,
        }
    }

    #[test]
    fn other_hosts_and_allocators_are_counted_and_not_compared() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        let lines = [
            line("a", "system", 1.0),
            line("b", "system", 2.0),
            line("a", "mimalloc", 3.0),
        ];
        append(root, &lines, &Cancellation::new()).expect("the folder can be written");
        append(root, &[line("a", "system", 4.0)], &Cancellation::new())
            .expect("the folder can be written");
        let setting = Setting {
            host: "a".to_owned(),
            rustc: String::new(),
            allocator: "system".to_owned(),
        };
        let (same, others) = of(root, |id| id == "one", &setting);
        assert_eq!(
            same.iter().map(|line| line.ratio).collect::<Vec<_>>(),
            [1.0, 4.0]
        );
        assert_eq!(others, 2);
        assert_eq!(of(root, |id| id == "two", &setting), (Vec::new(), 0));
    }

    #[test]
    fn a_damaged_line_is_skipped() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        append(root, &[line("a", "system", 1.0)], &Cancellation::new())
            .expect("the folder can be written");
        let path = file(root);
        let text = std::fs::read_to_string(&path).expect("the file was written");
        std::fs::write(&path, format!("{{half a li\n{text}")).expect("the file can be written");
        let setting = Setting {
            host: "a".to_owned(),
            rustc: String::new(),
            allocator: "system".to_owned(),
        };
        assert_eq!(of(root, |id| id == "one", &setting).0.len(), 1);
    }
}
