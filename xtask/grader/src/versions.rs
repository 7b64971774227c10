//! Versions of a learner's sources, below `.arena/`: each that was checked, for `undo`, and the best that passed.
//!
//! A version is a folder with a copy of `src/`. Those that were checked are numbered in the order in which they were
//! first checked; the file `at` beside them says which of them the sources were last. An experiment after a pass so costs
//! nothing: it can be taken back, as far as wanted, and what is taken back is kept as well.

use crate::atomic_write;
use crate::cancellation::Cancellation;
use crate::lock;
use anyhow::{Context, Result};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use workbook::walk::files_below;
use workbook::{Exercise, Problem, Workbook, read_bounded};

/// More than a file of an exercise's `src` has, in bytes: a larger one was put there by mistake.
const MAX_BYTES: u64 = 1 << 20;
/// Where the versions that were checked are, relative to the workbook.
const TAPES: &str = ".arena/undo";
/// Where the best that passed are.
const PASSED: &str = ".arena/passed";
/// How many versions of each exercise are kept.
const MAX_VERSIONS: usize = 100;

/// The files of `src/`, by their path in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources(BTreeMap<PathBuf, Vec<u8>>);

impl Sources {
    /// Reads what the learner has now; `None` where a file cannot be read, or is too large to be a source.
    #[must_use]
    pub fn of(exercise: &Exercise) -> Option<Self> {
        Self::below(&source_folder(exercise))
    }

    fn below(folder: &Path) -> Option<Self> {
        let mut files = BTreeMap::new();
        for file in files_below(folder) {
            let name = file.strip_prefix(folder).ok()?.to_owned();
            files.insert(name, read_bounded(&file, MAX_BYTES).ok()?);
        }
        (!files.is_empty()).then_some(Self(files))
    }

    /// A hash of all names and contents.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hasher = xxhash_rust::xxh3::Xxh3::new();
        for (name, content) in &self.0 {
            // With lengths, no two sets of files give the same bytes.
            let name = name.as_os_str().as_encoded_bytes();
            for part in [name, content] {
                hasher.update(&(part.len() as u64).to_le_bytes());
                hasher.update(part);
            }
        }
        format!("{:032x}", hasher.digest128())
    }

    /// The text of each Rust file.
    pub(crate) fn rust(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let is_rust = |name: &&PathBuf| name.extension().is_some_and(|end| end == "rs");
        let files = self.0.keys().filter(is_rust);
        files.map(|name| String::from_utf8_lossy(&self.0[name]))
    }

    /// Puts these files in the place of those of `before`: each whole, and a link stays a link. Nothing goes until what
    /// replaces it is there.
    fn replace(&self, before: Option<&Self>, folder: &Path) -> Result<()> {
        for (name, content) in &self.0 {
            let file = folder.join(name);
            let context = || format!("{}: cannot be written", file.display());
            std::fs::create_dir_all(file.parent().unwrap_or(folder)).with_context(context)?;
            atomic_write::write(&file, content).with_context(context)?;
        }
        let before = before.iter().flat_map(|before| before.0.keys());
        for name in before.filter(|name| !self.0.contains_key(*name)) {
            let file = folder.join(name);
            std::fs::remove_file(&file)
                .with_context(|| format!("{}: cannot be removed", file.display()))?;
        }
        Ok(())
    }
}

/// What [`undo`] did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undone {
    /// The sources are an earlier version now.
    Restored {
        /// Where the version is that they were, relative to the workbook.
        kept: String,
        /// How many earlier ones there still are.
        n_earlier: usize,
    },
    /// There is no earlier version.
    Nothing,
}

/// Notes these sources as the ones that were last checked.
///
/// # Errors
/// When they cannot be written, or another run holds the lock for too long.
pub fn note(
    workbook: &Workbook,
    exercise: &Exercise,
    sources: &Sources,
    cancellation: &Cancellation,
) -> Result<()> {
    let _lock = lock::take_soon(&workbook.root, lock::VERSIONS, cancellation)?;
    Tape::of(workbook, exercise).note(sources)
}

/// What the learner has now; `None` where there is nothing.
///
/// # Errors
/// When there is something that cannot be kept.
fn present(workbook: &Workbook, exercise: &Exercise) -> Result<Option<Sources>> {
    let folder = source_folder(exercise);
    match Sources::below(&folder) {
        None if !files_below(&folder).is_empty() => Err(Problem::new(
            workbook.show(&folder),
            "has a file that cannot be read, or of more than 1 MB, so it cannot be kept, and nothing was changed",
            "move that file away, then run this again",
        )
        .into()),
        sources => Ok(sources),
    }
}

/// Brings back the version before the one that the sources are now: what was last checked, if they were edited since, or
/// what was checked before that.
///
/// # Errors
/// When the present sources cannot be kept, or the earlier ones not be written; then nothing was changed.
pub fn undo(
    workbook: &Workbook,
    exercise: &Exercise,
    cancellation: &Cancellation,
) -> Result<Undone> {
    let _lock = lock::take_soon(&workbook.root, lock::VERSIONS, cancellation)?;
    let tape = Tape::of(workbook, exercise);
    let numbers = tape.numbers();
    let Some(at) = tape.at() else {
        return Ok(Undone::Nothing);
    };
    let now = present(workbook, exercise)?;
    let is_noted = now.is_some() && now == tape.version(at);
    let earlier: Vec<usize> = numbers.iter().copied().filter(|n| *n < at).collect();
    let target = match is_noted {
        true => earlier.last().copied(),
        false => Some(at),
    };
    let Some((target, version)) = target.and_then(|n| Some((n, tape.version(n)?))) else {
        return Ok(Undone::Nothing);
    };
    let kept = match (is_noted, &now) {
        (false, Some(now)) => tape.add(now)?,
        _ => at,
    };
    version.replace(now.as_ref(), &source_folder(exercise))?;
    tape.turn_to(target)?;
    Ok(Undone::Restored {
        kept: workbook.show(&tape.folder_of(kept)),
        n_earlier: earlier.iter().filter(|n| **n < target).count(),
    })
}

/// Brings back the best version that passed, if there is one. What the sources are until then is kept as a version, for
/// [`undo`]; returns where, relative to the workbook.
///
/// # Errors
/// As [`undo`].
pub fn back_to_the_pass(
    workbook: &Workbook,
    exercise: &Exercise,
    cancellation: &Cancellation,
) -> Result<Option<String>> {
    let _lock = lock::take_soon(&workbook.root, lock::VERSIONS, cancellation)?;
    let Some(pass) = Sources::below(&pass_folder(workbook, exercise)) else {
        return Ok(None);
    };
    let tape = Tape::of(workbook, exercise);
    let now = present(workbook, exercise)?;
    if let Some(now) = &now {
        tape.note(now)?;
    }
    let kept = tape.at().unwrap_or(0);
    pass.replace(now.as_ref(), &source_folder(exercise))?;
    tape.note(&pass)?;
    Ok(Some(workbook.show(&tape.folder_of(kept))))
}

/// Keeps these sources as the best that passed.
///
/// # Errors
/// As [`note`].
pub fn keep_pass(
    workbook: &Workbook,
    exercise: &Exercise,
    sources: &Sources,
    cancellation: &Cancellation,
) -> Result<()> {
    let _lock = lock::take_soon(&workbook.root, lock::VERSIONS, cancellation)?;
    let folder = pass_folder(workbook, exercise);
    sources.replace(Sources::below(&folder).as_ref(), &folder)
}

/// Where the best sources that passed are, whether or not there are any.
#[must_use]
pub fn pass_folder(workbook: &Workbook, exercise: &Exercise) -> PathBuf {
    folder_below(PASSED, workbook, exercise)
}

/// Where versions of an exercise are. Those that were kept under an id that it had before move along.
fn folder_below(what: &str, workbook: &Workbook, exercise: &Exercise) -> PathBuf {
    let below = workbook.root.join(what);
    let own = below.join(&exercise.id);
    if !own.exists() {
        let mut former = exercise.formerly.iter();
        former.find(|id| std::fs::rename(below.join(id), &own).is_ok());
    }
    own
}

/// Moves what is kept of an exercise under one id to another, where there is nothing yet: for a workbook that goes back to
/// an earlier version.
///
/// # Errors
/// When it cannot be moved.
pub fn rename(root: &Path, from: &str, to: &str) -> Result<()> {
    for what in [TAPES, PASSED] {
        let (from, to) = (root.join(what).join(from), root.join(what).join(to));
        if from.is_dir() && !to.exists() {
            std::fs::rename(&from, &to)
                .with_context(|| format!("{}: cannot be moved", from.display()))?;
        }
    }
    Ok(())
}

fn source_folder(exercise: &Exercise) -> PathBuf {
    exercise.folder.join("src")
}

/// The versions of one exercise that were checked.
struct Tape {
    folder: PathBuf,
}

impl Tape {
    fn of(workbook: &Workbook, exercise: &Exercise) -> Self {
        Self {
            folder: folder_below(TAPES, workbook, exercise),
        }
    }

    /// Notes these sources as the present ones, unless they are.
    fn note(&self, sources: &Sources) -> Result<()> {
        let at = self.at();
        let present = at.and_then(|at| self.version(at));
        if present.as_ref() == Some(sources) {
            return Ok(());
        }
        // After an undo, what was brought back comes right before what was made of it.
        if let (Some(at), Some(present)) = (at, present)
            && self.numbers().last() != Some(&at)
        {
            self.add(&present)?;
        }
        let number = self.add(sources)?;
        self.turn_to(number)
    }

    /// The numbers of the versions, in their order.
    fn numbers(&self) -> Vec<usize> {
        let entries = std::fs::read_dir(&self.folder)
            .into_iter()
            .flatten()
            .flatten();
        let names = entries.map(|entry| entry.file_name());
        let mut numbers: Vec<usize> = names
            .filter_map(|name| name.to_str()?.parse().ok())
            .collect();
        numbers.sort_unstable();
        numbers
    }

    /// The version that the sources were when they were last checked or brought back; `None` if there is none yet.
    fn at(&self) -> Option<usize> {
        let numbers = self.numbers();
        let text = std::fs::read_to_string(self.folder.join("at")).unwrap_or_default();
        let noted = text.trim().parse().ok();
        noted
            .filter(|at| numbers.contains(at))
            .or(numbers.last().copied())
    }

    fn folder_of(&self, number: usize) -> PathBuf {
        self.folder.join(format!("{number:04}"))
    }

    fn version(&self, number: usize) -> Option<Sources> {
        Sources::below(&self.folder_of(number))
    }

    /// Adds a version, and returns its number. The oldest goes where there are too many.
    fn add(&self, sources: &Sources) -> Result<usize> {
        let numbers = self.numbers();
        let number = numbers.last().map_or(1, |last| last + 1);
        sources.replace(None, &self.folder_of(number))?;
        let n_over = (numbers.len() + 1).saturating_sub(MAX_VERSIONS);
        for old in &numbers[..n_over.min(numbers.len())] {
            // One too many does no harm.
            let _ = std::fs::remove_dir_all(self.folder_of(*old));
        }
        Ok(number)
    }

    fn turn_to(&self, number: usize) -> Result<()> {
        let file = self.folder.join("at");
        let text = format!("{number}\n");
        atomic_write::write(&file, text.as_bytes())
            .with_context(|| format!("{}: cannot be written", file.display()))
    }
}
