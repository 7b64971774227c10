//! History: the measurements of earlier runs, in `.arena/history.jsonl`, one line each. Those by number of threads, which
//! are no ratio, are in a file of their own: [`by_threads`].
//!
//! A ratio from another machine or under another allocator says little about this one, so only
//! lines with the same host and allocator are returned. Each keeps the compiler's version: a new
//! compiler may change a ratio, and that is worth seeing.

pub mod by_threads;

use crate::atomic_write;
use crate::cancellation::Cancellation;
use crate::entry::now;
use crate::event::{Control, Event};
use crate::host::Host;
use crate::lock;
use crate::protocol::{Allocations, Speed, SpeedVerdict};
use crate::results::Timing;
use crate::versions::Sources;
use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use workbook::{Problem, read_bounded};

/// The file's name.
const NAME: &str = "history.jsonl";
/// That of the measurements by number of threads.
const BY_THREADS: &str = "threads.jsonl";
/// More than the file ever has, in bytes: a line has less than 1 000.
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
    /// What was measured and counted beside it; `None` in the lines of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<Beside>,
}

/// The other versions of the exercise in the same measurement, and what was counted.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
pub struct Beside {
    /// What Bad used.
    pub bad: Counts,
    /// What yours used.
    pub yours: Counts,
    /// Bad tuned without an arena, where the exercise has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tuned: Option<Version>,
    /// The solution.
    pub reference: Version,
    /// [`Sources::fingerprint`] of yours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<String>,
}

/// What a version used, where that is known.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, PartialEq)]
#[serde(default)]
pub struct Counts {
    /// Page faults of a call of the benchmark.
    pub faults: Option<f64>,
    /// Heap calls in the graded test that reports them.
    pub heap_calls: Option<u64>,
}

/// Another version than yours.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, PartialEq)]
pub struct Version {
    /// Bad's time divided by this version's.
    pub ratio: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
    /// What it used.
    pub counts: Counts,
}

impl Version {
    fn of(speed: &Speed, heap: Option<Allocations>) -> Self {
        Self {
            ratio: speed.ratio,
            low: speed.low,
            high: speed.high,
            counts: Counts {
                faults: speed.details.yours_faults,
                heap_calls: heap.map(|heap| heap.yours),
            },
        }
    }
}

/// The heap use that was counted with a measurement, where it was.
#[derive(Clone, Copy, Debug, Default)]
pub struct HeapUse {
    /// Of Bad and yours.
    pub yours: Option<Allocations>,
    /// Of Bad and the solution.
    pub reference: Option<Allocations>,
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

impl Setting {
    /// This machine and its compiler, with the allocator of this name.
    #[must_use]
    pub fn here(allocator: &str) -> Self {
        Self {
            host: Host::key(),
            rustc: Host::this().rustc,
            allocator: allocator.to_owned(),
        }
    }
}

impl Line {
    /// A line for what was measured just now.
    #[must_use]
    pub fn now(
        id: &str,
        setting: &Setting,
        timing: &Timing,
        heap: HeapUse,
        sources: Option<&Sources>,
    ) -> Self {
        let speed = &timing.yours;
        Self {
            id: id.to_owned(),
            seconds: now(),
            host: setting.host.clone(),
            rustc: setting.rustc.clone(),
            allocator: setting.allocator.clone(),
            ratio: speed.ratio,
            low: speed.low,
            high: speed.high,
            verdict: speed.verdict,
            beside: Some(Beside {
                bad: Counts {
                    faults: speed.details.bad_faults,
                    heap_calls: heap.yours.map(|heap| heap.bad),
                },
                yours: Version::of(speed, heap.yours).counts,
                tuned: timing.tuned.as_ref().map(|tuned| Version::of(tuned, None)),
                reference: Version::of(&timing.reference, heap.reference),
                sources: sources.map(Sources::fingerprint),
            }),
        }
    }

    /// How long ago: `5 min ago`.
    #[must_use]
    pub fn age(&self) -> String {
        let seconds = now().saturating_sub(self.seconds);
        match seconds {
            0..=119 => format!("{seconds} s ago"),
            120..=7_199 => format!("{} min ago", seconds / 60),
            7_200..=172_799 => format!("{} h ago", seconds / 3_600),
            _ => format!("{} days ago", seconds / 86_400),
        }
    }
}

/// All lines, oldest first.
#[must_use]
pub fn all(root: &Path) -> Vec<Line> {
    read(&file(root))
}

fn read<L: DeserializeOwned>(path: &Path) -> Vec<L> {
    let text = read_bounded(path, MAX_BYTES).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    // A damaged line is skipped.
    let lines = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok());
    lines.collect()
}

/// The lines of one exercise that can be compared, oldest first, and how many others it has.
#[must_use]
pub fn of(root: &Path, has_id: impl Fn(&str) -> bool, setting: &Setting) -> (Vec<Line>, usize) {
    let lines = all(root).into_iter().filter(|line| has_id(&line.id));
    let (same, others): (Vec<Line>, Vec<Line>) =
        lines.partition(|line| line.host == setting.host && line.allocator == setting.allocator);
    (same, others.len())
}

/// Appends lines. A history that cannot be saved is not a reason to withhold the figures: there is a warning.
pub(crate) fn remember(root: &Path, lines: &[Line], control: &Control<'_>) {
    if let Err(error) = append(root, lines, control.cancellation()) {
        control.emit(Event::Warning(&format!("history is not saved: {error:#}")));
    }
}

/// Appends lines, in one write.
///
/// # Errors
/// When the file cannot be written, or the wait for another run is cancelled.
pub fn append(root: &Path, lines: &[Line], cancellation: &Cancellation) -> Result<()> {
    append_to(root, NAME, lines, cancellation)
}

fn append_to<L: Serialize>(
    root: &Path,
    name: &str,
    lines: &[L],
    cancellation: &Cancellation,
) -> Result<()> {
    let _lock = lock::take_soon(root, lock::STATE, cancellation)?;
    let context = || format!(".arena/{name}: cannot be written");
    let folder = root.join(".arena");
    std::fs::create_dir_all(&folder).with_context(context)?;
    let mut text = String::new();
    for line in lines {
        text += &serde_json::to_string(line).with_context(context)?;
        text.push('\n');
    }
    let path = folder.join(name);
    if path.exists() && !path.is_file() {
        let help = "move it away, then measure again";
        return Err(Problem::new(format!(".arena/{name}"), "is not a file", help).into());
    }
    let mut options = std::fs::OpenOptions::new();
    let file = options.create(true).append(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .with_context(context)
}

/// Gives the lines of each first id the second, in both files, for a workbook that goes back to an earlier version.
///
/// # Errors
/// As [`append`].
pub fn rename(root: &Path, ids: &[(String, String)], cancellation: &Cancellation) -> Result<()> {
    let _lock = lock::take_soon(root, lock::STATE, cancellation)?;
    for name in [NAME, BY_THREADS] {
        let path = root.join(".arena").join(name);
        let Ok(bytes) = read_bounded(&path, MAX_BYTES) else {
            continue;
        };
        let mut text = String::new();
        for line in String::from_utf8_lossy(&bytes).lines() {
            text += &renamed(line, ids).unwrap_or_else(|| line.to_owned());
            text.push('\n');
        }
        atomic_write::write(&path, text.as_bytes())
            .with_context(|| format!(".arena/{name}: cannot be written"))?;
    }
    Ok(())
}

/// A line with the second id, if it has one of the first ones.
fn renamed(line: &str, ids: &[(String, String)]) -> Option<String> {
    let mut line: serde_json::Value = serde_json::from_str(line).ok()?;
    let id = line.get_mut("id")?;
    let (_, new) = ids.iter().find(|(old, _)| id == old.as_str())?;
    *id = new.as_str().into();
    serde_json::to_string(&line).ok()
}

/// Where the lines are.
#[must_use]
pub fn file(root: &Path) -> PathBuf {
    root.join(".arena").join(NAME)
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
            beside: None,
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

    #[test]
    fn what_was_measured_beside_it_is_read_back() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let version = Version {
            ratio: 2.5,
            low: 2.0,
            high: 3.0,
            counts: Counts {
                faults: None,
                heap_calls: Some(4),
            },
        };
        let mut measured = line("a", "system", 2.0);
        measured.beside = Some(Beside {
            bad: Counts::default(),
            yours: version.counts,
            tuned: None,
            reference: version,
            sources: Some("0f".to_owned()),
        });
        let lines = [line("a", "system", 1.0), measured];
        append(folder.path(), &lines, &Cancellation::new()).expect("the folder can be written");
        assert_eq!(all(folder.path()), lines);
    }

    #[test]
    fn a_rename_covers_both_files_and_leaves_other_lines_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        let damaged = "{half a li\n";
        for name in [NAME, BY_THREADS] {
            let lines = format!(r#"{damaged}{{"id":"one","n":1}}{}{{"id":"two"}}"#, "\n");
            atomic_write::write(&root.join(".arena").join(name), lines.as_bytes()).expect("a file");
        }
        let ids = [("one".to_owned(), "first".to_owned())];
        rename(root, &ids, &Cancellation::new()).expect("the files can be written");
        for name in [NAME, BY_THREADS] {
            let text = std::fs::read_to_string(root.join(".arena").join(name)).expect("a file");
            let expected = "{\"id\":\"first\",\"n\":1}\n{\"id\":\"two\"}\n";
            assert_eq!(text, format!("{damaged}{expected}"), "{name}");
        }
    }
}
