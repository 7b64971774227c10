//! What was shipped with an exercise: the names of its graded tests, and fingerprints of the files
//! that a learner leaves alone.
//!
//! A test that was deleted or renamed must not turn an exercise green, so the tests that ran are
//! compared with this list. It is kept in the exercise's `shipped.toml`, which
//! `cargo xtask verify --bless` writes.

use crate::files::{read_bounded, read_toml, shown};
use crate::walk::files_below;
use crate::{Problem, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const NAME: &str = "shipped.toml";
/// More than any file of an exercise has, in bytes.
const DATA: u64 = 256 << 20;
const OPENING: &str =
    "# Written by `cargo xtask verify --bless`: what check compares an exercise with.\n\n";

/// What was shipped with an exercise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shipped {
    /// Every graded test, as `step2_budget::name`, in teaching order: by step, and within a step in
    /// the order of its file.
    pub tests: Vec<String>,
    /// File, relative to the exercise → fingerprint.
    pub files: BTreeMap<String, String>,
}

impl Shipped {
    /// What is recorded; empty where an exercise has not been recorded yet.
    pub(crate) fn load(root: &Path, folder: &Path) -> Result<Self> {
        let path = folder.join(NAME);
        if !path.is_file() {
            return Ok(Self::default());
        }
        read_toml(root, &path)
    }

    /// What would be recorded now: these tests, and the files as they are.
    #[must_use]
    pub fn now(folder: &Path, tests: Vec<String>) -> Self {
        let files = guarded(folder).into_iter();
        let files = files.map(|file| (shown(folder, &file), fingerprint_of(&file)));
        Self {
            tests,
            files: files.collect(),
        }
    }

    /// Writes it to the exercise's folder.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, root: &Path, folder: &Path) -> Result<()> {
        let path = folder.join(NAME);
        let failed = |error: String| {
            let what = format!("cannot be written: {error}");
            Problem::new(
                shown(root, &path),
                what,
                "make sure that the folder can be written",
            )
        };
        let text = toml::to_string(self).map_err(|error| failed(error.to_string()))?;
        std::fs::write(&path, format!("{OPENING}{text}")).map_err(|error| failed(error.to_string()))
    }

    /// The steps, in teaching order.
    #[must_use]
    pub fn steps(&self) -> Vec<&str> {
        let mut steps: Vec<_> = self.tests.iter().map(|test| step_of(test)).collect();
        steps.sort_unstable();
        steps.dedup();
        steps
    }

    /// Files that are not as they were shipped.
    #[must_use]
    pub fn changed(&self, folder: &Path) -> Vec<String> {
        let now = Self::now(folder, Vec::new()).files;
        let names = self.files.keys().chain(now.keys());
        let changed = names.filter(|name| self.files.get(*name) != now.get(*name));
        let mut changed: Vec<_> = changed.cloned().collect();
        changed.sort();
        changed.dedup();
        changed
    }
}

/// The step that a test belongs to, which is the module that it is in.
#[must_use]
pub fn step_of(test: &str) -> &str {
    test.split("::").next().unwrap_or(test)
}

/// The files that a learner leaves alone.
fn guarded(folder: &Path) -> Vec<PathBuf> {
    let mut files = vec![folder.join("Cargo.toml")];
    for part in ["bad", "benches", "data", "tests"] {
        files.extend(files_below(&folder.join(part)));
    }
    files.retain(|file| file.is_file());
    files
}

/// The fingerprint of a file's content. A file that cannot be read is not as it was shipped.
fn fingerprint_of(file: &Path) -> String {
    match read_bounded(file, DATA) {
        Ok(bytes) => fingerprint(&bytes),
        Err(_) => "unreadable".to_owned(),
    }
}

/// A fingerprint of some content, without its line ends, since a checkout may have changed them.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> String {
    let hash = match std::str::from_utf8(bytes) {
        Ok(text) => xxhash_rust::xxh3::xxh3_64(text.replace("\r\n", "\n").as_bytes()),
        Err(_) => xxhash_rust::xxh3::xxh3_64(bytes),
    };
    format!("{hash:016x}")
}
