//! The test cache: how earlier runs of the tests went, in `.arena/tests.json`.
//!
//! How long each test took says which to start first, since a learner waits for the one that ends
//! last. Where nothing has changed since they ran, the tests of an exercise need not run again, whether they passed or
//! failed: content decides. What timed out or was killed does run again, since that may have been the machine; so does
//! everything with `--rerun`, `--strict` or a seed, and in `watch`.
//!
//! A file that cannot be read counts as missing.

use crate::atomic_write;
use crate::cancellation::{Cancellation, Interrupted};
use crate::content;
use crate::lock;
use crate::protocol::{self, Allocations, BudgetUse};
use crate::results::{TestOutcome, TestResult, TestRun};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use workbook::{Crate, Exercise, Workbook, read_bounded};

const VERSION: u32 = 4;
/// More than the file ever has, in bytes.
const MAX_BYTES: u64 = 16 << 20;
/// The coarsest resolution of file times to expect.
const COARSE: Duration = Duration::from_secs(2);

/// The results of earlier runs.
#[derive(Default)]
pub struct TestCache {
    exercises: BTreeMap<String, LastRun>,
    /// Added by this run.
    new: BTreeMap<String, LastRun>,
}

#[derive(Default, Serialize, Deserialize)]
struct Wire {
    version: u32,
    exercises: BTreeMap<String, LastRun>,
}

/// The last run of one crate's tests.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
struct LastRun {
    /// The fingerprint with which the tests did as noted; `None` where they must run again.
    fingerprint: Option<String>,
    allocations: Option<Allocations>,
    /// The test that reported them.
    #[serde(default)]
    headline: Option<String>,
    tests: BTreeMap<String, LastTest>,
}

/// How one test went.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
struct LastTest {
    /// Milliseconds.
    ms: f64,
    outcome: TestOutcome,
    /// What it said; `None` where it passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// Of its budgets the one that says most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    figure: Option<BudgetUse>,
}

impl TestCache {
    /// Reads the cache.
    #[must_use]
    pub fn load(root: &Path) -> Self {
        Self {
            exercises: read(root),
            new: BTreeMap::new(),
        }
    }

    /// How long each test of this package took.
    #[must_use]
    pub fn durations(&self, package: &str) -> BTreeMap<String, Duration> {
        let last = self.exercises.get(package);
        let tests = last.into_iter().flat_map(|last| &last.tests);
        let durations = tests.map(|(name, test)| (name.clone(), duration(test.ms)));
        durations.collect()
    }

    /// The test of this package that reported the headline figures.
    #[must_use]
    pub fn headline(&self, package: &str) -> Option<String> {
        self.exercises.get(package)?.headline.clone()
    }

    /// The run of this package with this fingerprint, if each of its tests ended within `time`.
    #[must_use]
    pub fn known(&self, package: &str, fingerprint: &str, time: Duration) -> Option<TestRun> {
        let last = self.exercises.get(package)?;
        let is_same = last.fingerprint.as_deref() == Some(fingerprint);
        let is_quick = last.tests.values().all(|test| duration(test.ms) <= time);
        let tests = last.tests.iter().map(|(name, test)| TestResult {
            name: name.clone(),
            outcome: test.outcome,
            elapsed: duration(test.ms),
            message: test.message.clone(),
            figure: test.figure.clone(),
        });
        (is_same && is_quick).then(|| TestRun {
            tests: tests.collect(),
            allocations: last.allocations,
            headline: last.headline.clone(),
            cached: true,
            ..TestRun::default()
        })
    }

    /// Adds a run. If it says all that a repetition would, and it has a fingerprint, it need not be repeated.
    pub fn add(&mut self, package: &str, fingerprint: Option<String>, run: &TestRun) {
        let mut tests = run.tests.iter();
        let is_certain = tests.all(|test| match test.outcome {
            TestOutcome::Pass => true,
            // The cap on live bytes is the same on every machine.
            TestOutcome::Fail | TestOutcome::OutOfMemory => true,
            // Without memory, Linux kills.
            TestOutcome::Aborted { signal } => signal != Some(9),
            TestOutcome::TimedOut => false,
        });
        let is_complete = run.missing.is_empty() && run.unknown.is_empty() && !run.tests.is_empty();
        let tests = run.tests.iter().map(|test| {
            let last = LastTest {
                ms: (test.elapsed.as_secs_f64() * 1e4).round() / 10.0,
                outcome: test.outcome,
                message: test.message.clone(),
                figure: test.figure.clone(),
            };
            (test.name.clone(), last)
        });
        let last = LastRun {
            fingerprint: fingerprint.filter(|_| is_certain && is_complete),
            allocations: run.allocations,
            headline: run.headline.clone(),
            tests: tests.collect(),
        };
        self.new.insert(package.to_owned(), last);
    }

    /// Merges the new runs into what others have saved meanwhile. If the file cannot be written,
    /// only time is lost.
    ///
    /// # Errors
    /// When the wait for another run is cancelled.
    pub fn save(self, root: &Path, cancellation: &Cancellation) -> Result<(), Interrupted> {
        if self.new.is_empty() {
            return Ok(());
        }
        let Ok(_lock) = lock::take_soon(root, lock::TESTS, cancellation) else {
            return cancellation.check();
        };
        let mut exercises = read(root);
        exercises.extend(self.new);
        let wire = Wire {
            version: VERSION,
            exercises,
        };
        if let Ok(text) = serde_json::to_string(&wire) {
            let _ = atomic_write::write(&file(root), text.as_bytes());
        }
        Ok(())
    }
}

/// A fingerprint of all that a pass depends on: the content of the exercise's files, since tests
/// may read them while they run, and the size and time of the executable and of this program.
/// `None` where a pass must not be cached.
#[must_use]
pub fn fingerprint(
    workbook: &Workbook,
    exercise: &Exercise,
    package: &Crate,
    executable: &Path,
) -> Option<String> {
    if protocol::is_seeded() {
        return None;
    }
    let mut stamps = content::hash(exercise, package);
    let own = std::env::current_exe().ok()?;
    for file in [own.as_path(), executable] {
        stamp(workbook, file, &mut stamps)?;
    }
    let hash = xxhash_rust::xxh3::xxh3_128(stamps.as_bytes());
    Some(format!("{hash:032x}"))
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

/// Where times are coarse, a file that has just changed may change again and keep its time.
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

fn read(root: &Path) -> BTreeMap<String, LastRun> {
    let bytes = read_bounded(&file(root), MAX_BYTES).unwrap_or_default();
    let wire: Wire = serde_json::from_slice(&bytes).unwrap_or_default();
    match wire.version {
        VERSION => wire.exercises,
        _ => BTreeMap::new(),
    }
}
