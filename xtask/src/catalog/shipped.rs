//! What was shipped with an exercise: the names of its graded tests, and fingerprints of the files
//! that a learner leaves alone.
//!
//! A test that was deleted or renamed must not turn an exercise green, so the tests that ran are
//! held against this list. It lies in `shipped.toml` beside the exercise, and is written by
//! `cargo xtask verify --bless`.

use super::read_text;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const NAME: &str = "shipped.toml";
const OPENING: &str =
    "# Written by `cargo xtask verify --bless`: what check compares an exercise with.\n\n";

/// What was shipped with an exercise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shipped {
    /// Every graded test, as `step2_budget::name`, in the order of steps and names.
    pub tests: Vec<String>,
    /// File, relative to the exercise → fingerprint.
    pub files: BTreeMap<String, String>,
}

impl Shipped {
    pub(super) fn load(folder: &Path, shown: &str) -> Result<Self> {
        let path = folder.join(NAME);
        if !path.is_file() {
            return Ok(Self::default());
        }
        let text = read_text(&path)?;
        toml::from_str(&text).with_context(|| {
            format!(
                "{shown}/{NAME}: is not as it should be\n\
                 help: restore it with `git checkout {shown}/{NAME}`"
            )
        })
    }

    /// What would be shipped now: these tests, and the files as they are.
    pub fn now(folder: &Path, mut tests: Vec<String>) -> Result<Self> {
        tests.sort();
        let mut files = BTreeMap::new();
        for path in guarded(folder)? {
            let short = path.strip_prefix(folder).unwrap_or(&path);
            let name = short.to_string_lossy().replace('\\', "/");
            let text = read_text(&path)?;
            let print = xxhash_rust::xxh3::xxh3_64(text.as_bytes());
            files.insert(name, format!("{print:016x}"));
        }
        Ok(Self { tests, files })
    }

    /// Writes it beside the exercise.
    pub fn save(&self, folder: &Path) -> Result<()> {
        let path = folder.join(NAME);
        let text = toml::to_string(self).context("what is shipped cannot be written as TOML")?;
        std::fs::write(&path, format!("{OPENING}{text}"))
            .with_context(|| format!("{}: cannot be written", path.display()))
    }

    /// The steps, in teaching order.
    pub fn steps(&self) -> Vec<&str> {
        let mut steps: Vec<_> = self.tests.iter().map(|test| step_of(test)).collect();
        steps.sort_unstable();
        steps.dedup();
        steps
    }

    /// Files that are not as they were shipped.
    pub fn changed(&self, folder: &Path) -> Result<Vec<String>> {
        let now = Self::now(folder, Vec::new())?.files;
        let names = self.files.keys().chain(now.keys());
        let changed = names.filter(|name| self.files.get(*name) != now.get(*name));
        let mut changed: Vec<_> = changed.cloned().collect();
        changed.sort();
        changed.dedup();
        Ok(changed)
    }
}

/// The step that a test belongs to: the module that it stands in.
pub fn step_of(test: &str) -> &str {
    test.split("::").next().unwrap_or(test)
}

/// The files that a learner leaves alone.
fn guarded(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = vec![folder.join("Cargo.toml"), folder.join("bad.rs")];
    for part in ["benches", "data", "tests"] {
        collect(&folder.join(part), &mut files)?;
    }
    files.retain(|file| file.is_file());
    Ok(files)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Ok(());
    };
    for entry in entries {
        let path = entry
            .with_context(|| format!("{}", folder.display()))?
            .path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
