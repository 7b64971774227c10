//! What an update did, in `.arena/updates/0001` and so on: a file that says it, what was there before in `old`, and what is
//! about to be put there in `new`.
//!
//! The file is written before the first change and renewed after the last, so that whoever finds it half done knows what to
//! bring back.

use anyhow::{Context, Result};
use grader::atomic_write;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use workbook::{Problem, read_bounded};

/// Where updates are, relative to the workbook.
pub const FOLDER: &str = ".arena/updates";
const FILE: &str = "journal.json";
/// More than the file ever has, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// An update.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Journal {
    /// How far it came.
    pub phase: Phase,
    /// Where the new version came from, in words.
    pub from: String,
    /// The files, one after another.
    pub steps: Vec<Step>,
    /// Ids that exercises had before, each with the new one.
    pub renamed: Vec<(String, String)>,
    /// Where the clone's branch was moved, if it was.
    pub branch: Option<Move>,
}

/// How far an update came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Some of it may be done.
    Applying,
    /// All of it is.
    Done,
    /// Some of it may be taken back.
    Undoing,
    /// All of it is.
    Undone,
}

/// One file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Step {
    /// Relative to the workbook, with `/`.
    pub file: String,
    /// A hash of what was there, if anything was.
    pub old: Option<String>,
    /// A hash of what is there afterwards, if anything is.
    pub new: Option<String>,
}

/// A branch that was moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// As in `refs/heads/main`, or `HEAD` where there is no branch.
    pub reference: String,
    /// The commit before.
    pub old: String,
    /// The commit after.
    pub new: String,
}

/// The folder of an update.
#[derive(Clone, Debug)]
pub struct Place {
    /// The folder.
    pub folder: PathBuf,
    /// Its number.
    pub number: u32,
}

impl Place {
    fn numbered(root: &Path, number: u32) -> Self {
        let folder = root.join(FOLDER).join(format!("{number:04}"));
        Self { folder, number }
    }

    /// The place of the next update. What was prepared for one that never began is removed.
    #[must_use]
    pub fn next(root: &Path) -> Self {
        let numbers = numbers(root);
        let is_begun = |number: &u32| Self::numbered(root, *number).file().is_file();
        let last = numbers.iter().copied().filter(is_begun).max().unwrap_or(0);
        for number in numbers.into_iter().filter(|number| *number > last) {
            // If it cannot be removed, writing there says why.
            let _ = std::fs::remove_dir_all(Self::numbered(root, number).folder);
        }
        Self::numbered(root, last + 1)
    }

    /// The last update that is not taken back, if there is one.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub fn last(root: &Path) -> Result<Option<(Self, Journal)>> {
        let mut numbers = numbers(root);
        numbers.sort_unstable_by(|a, b| b.cmp(a));
        for number in numbers {
            let place = Self::numbered(root, number);
            if place.file().is_file() {
                let journal = place.read(root)?;
                if journal.phase != Phase::Undone {
                    return Ok(Some((place, journal)));
                }
            }
        }
        Ok(None)
    }

    fn file(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    fn read(&self, root: &Path) -> Result<Journal> {
        let file = self.file();
        let read = read_bounded(&file, MAX_BYTES).map_err(anyhow::Error::from);
        let read = read.and_then(|bytes| Ok(serde_json::from_slice(&bytes)?));
        read.map_err(|error| {
            let help = "what was there before the update is in `old` beside it: copy back what you need, then move that \
                        folder away";
            let problem = Problem::new(workbook::shown(root, &file), "cannot be read", help);
            problem.because(error).into()
        })
    }

    /// Writes down how far it came.
    ///
    /// # Errors
    /// When that cannot be written.
    pub fn write(&self, journal: &Journal) -> Result<()> {
        let text = serde_json::to_vec_pretty(journal)?;
        atomic_write::write(&self.file(), &text)
            .with_context(|| format!("{}: cannot be written", self.file().display()))
    }

    /// Where what was there before is.
    #[must_use]
    pub fn old(&self, name: &str) -> PathBuf {
        self.folder.join("old").join(name)
    }

    /// Where what is about to be put there is.
    #[must_use]
    pub fn staged(&self, name: &str) -> PathBuf {
        self.folder.join("new").join(name)
    }

    /// Where what was written since the update is, once that is taken back.
    #[must_use]
    pub fn since(&self, name: &str) -> PathBuf {
        self.folder.join("since").join(name)
    }

    /// The program that runs, while it does: see [`apply`](crate::apply).
    #[must_use]
    pub fn runner(&self) -> PathBuf {
        let name = format!("runner{}", std::env::consts::EXE_SUFFIX);
        self.folder.join(name)
    }

    /// The index of the clone, as it was.
    #[must_use]
    pub fn index(&self) -> PathBuf {
        self.folder.join("index")
    }
}

fn numbers(root: &Path) -> Vec<u32> {
    let entries = std::fs::read_dir(root.join(FOLDER));
    let names = entries.into_iter().flatten().flatten();
    names
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect()
}

/// A hash of what is at this path, byte for byte; `None` for nothing, and for a folder. A link is what it leads to, in
/// words.
#[must_use]
pub fn hash(path: &Path) -> Option<String> {
    let data = path.symlink_metadata().ok()?;
    if data.is_dir() {
        return None;
    }
    let bytes = match data.is_file() {
        true => read_bounded(path, u64::MAX - 1),
        false => {
            std::fs::read_link(path).map(|to| format!("link to {}", to.display()).into_bytes())
        }
    };
    Some(match bytes {
        Ok(bytes) => format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&bytes)),
        Err(error) => format!("cannot be read: {error}"),
    })
}
