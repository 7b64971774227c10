//! Recall: what tests did last time, in `.arena/tests.json`.
//!
//! How long each took says which to begin with, since a learner waits for the one that ends last.
//! And where a whole exercise passed, and nothing has changed since, it need not run again. Only
//! passes are recalled: a failure may lie in something that has been mended meanwhile.
//!
//! All of it is a cache. A file that cannot be read is as good as none.

use crate::facts::Allocations;
use crate::lock;
use crate::run::{TestOutcome, TestResult, TestRun};
use crate::whole;
use anyhow::Result;
use catalog::Workbook;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const VERSION: u32 = 1;
/// Fixes the inputs that tests draw at random: yardstick's.
const SEED_VARIABLE: &str = "YARDSTICK_SEED";
/// Some file systems keep times no finer than this.
const COARSE: Duration = Duration::from_secs(2);

/// What is known of earlier runs.
#[derive(Default)]
pub struct Recall {
    exercises: BTreeMap<String, Last>,
    /// What this run adds.
    new: BTreeMap<String, Last>,
}

#[derive(Default, Serialize, Deserialize)]
struct Wire {
    version: u32,
    exercises: BTreeMap<String, Last>,
}

/// The last run of one crate's tests.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
struct Last {
    /// What passed whole: a fingerprint; none where it did not.
    passed: Option<String>,
    allocations: Option<Allocations>,
    /// Milliseconds by test.
    tests: BTreeMap<String, f64>,
}

impl Recall {
    /// Reads what is known.
    pub fn load(root: &Path) -> Self {
        Self {
            exercises: read(root),
            new: BTreeMap::new(),
        }
    }

    /// How long each test of this package took.
    pub fn durations(&self, package: &str) -> BTreeMap<String, Duration> {
        let last = self.exercises.get(package);
        let tests = last.into_iter().flat_map(|last| &last.tests);
        let durations = tests.map(|(name, ms)| (name.clone(), duration(*ms)));
        durations.collect()
    }

    /// The run of this package that passed with this fingerprint, if each test would have ended
    /// within `time`.
    pub fn passed(&self, package: &str, print: &str, time: Duration) -> Option<TestRun> {
        let last = self.exercises.get(package)?;
        let is_same = last.passed.as_deref() == Some(print);
        let is_quick = last.tests.values().all(|ms| duration(*ms) <= time);
        let tests = last.tests.iter().map(|(name, ms)| TestResult {
            name: name.clone(),
            outcome: TestOutcome::Pass,
            elapsed: duration(*ms),
            message: None,
        });
        (is_same && is_quick).then(|| TestRun {
            tests: tests.collect(),
            allocations: last.allocations,
            cached: true,
            ..TestRun::default()
        })
    }

    /// Adds a run. Where it passed whole, and there is a fingerprint, it can be recalled.
    pub fn add(&mut self, package: &str, print: Option<String>, run: &TestRun) {
        let mut tests = run.tests.iter();
        let all_pass = tests.all(|test| test.outcome == TestOutcome::Pass);
        let is_whole = run.missing.is_empty() && run.unknown.is_empty() && !run.tests.is_empty();
        let tests = run.tests.iter().map(|test| {
            let ms = (test.elapsed.as_secs_f64() * 1e4).round() / 10.0;
            (test.name.clone(), ms)
        });
        let last = Last {
            passed: print.filter(|_| all_pass && is_whole),
            allocations: run.allocations,
            tests: tests.collect(),
        };
        self.new.insert(package.to_owned(), last);
    }

    /// Writes what this run added to what others wrote meanwhile. Where that cannot be, nothing
    /// is lost but time.
    ///
    /// # Errors
    /// When the wait for another run is interrupted.
    pub fn keep(self, root: &Path) -> Result<()> {
        if self.new.is_empty() {
            return Ok(());
        }
        let _lock = lock::take(root, "tests.lock", || ())?;
        let mut exercises = read(root);
        exercises.extend(self.new);
        let wire = Wire {
            version: VERSION,
            exercises,
        };
        if let Ok(text) = serde_json::to_string(&wire) {
            let _ = whole::write(&file(root), text.as_bytes());
        }
        Ok(())
    }
}

/// A fingerprint of all that a pass depends on: the executable, every file of the exercise, since
/// tests may read some as they run, and this runner. It goes by sizes and times of modification, as
/// cargo does. None where a pass must not be recalled.
pub fn print(workbook: &Workbook, executable: &Path, folder: &Path) -> Option<String> {
    if std::env::var_os(SEED_VARIABLE).is_some() {
        return None;
    }
    let mut stamps = String::new();
    let own = std::env::current_exe().ok()?;
    for file in [own.as_path(), executable] {
        stamp(workbook, file, &mut stamps)?;
    }
    stamp_all(workbook, folder, &mut stamps)?;
    let print = xxhash_rust::xxh3::xxh3_128(stamps.as_bytes());
    Some(format!("{print:032x}"))
}

fn stamp_all(workbook: &Workbook, folder: &Path, stamps: &mut String) -> Option<()> {
    let entries = std::fs::read_dir(folder).ok()?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| Some(entry.ok()?.path()))
        .collect::<Option<_>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            stamp_all(workbook, &path, stamps)?;
        } else {
            stamp(workbook, &path, stamps)?;
        }
    }
    Some(())
}

fn stamp(workbook: &Workbook, file: &Path, stamps: &mut String) -> Option<()> {
    let data = std::fs::metadata(file).ok()?;
    let modified = data.modified().ok()?;
    if may_hide_a_change(modified) {
        return None;
    }
    let since = modified.duration_since(UNIX_EPOCH).ok()?;
    let name = workbook.show(file);
    writeln!(stamps, "{name} {} {}", data.len(), since.as_nanos()).ok()
}

/// Where times are coarse, a file may change again without a change of its time, if that is of now.
fn may_hide_a_change(modified: SystemTime) -> bool {
    let since = modified.duration_since(UNIX_EPOCH).unwrap_or_default();
    let is_coarse = since.subsec_nanos().is_multiple_of(10_000_000);
    is_coarse && modified.elapsed().is_ok_and(|age| age < COARSE)
}

fn duration(ms: f64) -> Duration {
    Duration::try_from_secs_f64(ms / 1e3).unwrap_or_default()
}

fn file(root: &Path) -> PathBuf {
    root.join(".arena").join("tests.json")
}

fn read(root: &Path) -> BTreeMap<String, Last> {
    let bytes = std::fs::read(file(root)).unwrap_or_default();
    let wire: Wire = serde_json::from_slice(&bytes).unwrap_or_default();
    match wire.version {
        VERSION => wire.exercises,
        _ => BTreeMap::new(),
    }
}
