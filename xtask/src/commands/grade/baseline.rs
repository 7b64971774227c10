//! What of somebody's work differs from this checkout and is no source: told, and not used.
//!
//! A commit is compared by the names of its contents in git, a folder by its files. What a class began from may be older
//! than this checkout, and is nobody's change.

use super::repository::{Repository, Tree};
use anyhow::Result;
use grader::cancellation::Cancellation;
use grader::git;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use workbook::walk::{files_below, is_foreign};
use workbook::{Workbook, read_bounded, slashed, source_of};
use workshop::submissions::Differing;

/// How many files are named.
const MAX_NAMES: usize = 50;
/// More files than a checkout has, and how deep its folders are followed.
const MAX_FILES: usize = 20_000;
const MAX_DEPTH: usize = 12;
/// What a checkout holds besides its files.
const NOT_THEIRS: [&str; 3] = [".git", ".arena", "target"];
/// More than any file of the workbook has, in bytes.
const MAX_BYTES: u64 = 16 << 20;

/// The files of this checkout that are no sources.
pub(super) struct Baseline {
    /// By path, what git knows the content by; empty where this is no clone.
    files: BTreeMap<String, String>,
    is_clone: bool,
    /// The folders of private exercises that are in the workbook, relative to it, each with a slash at its end.
    private: Vec<String>,
}

impl Baseline {
    /// That of this workbook: as its last commit has it, or, in a copy without git, the files of its exercises.
    ///
    /// # Errors
    /// When the run is cancelled.
    pub fn of(workbook: &Workbook, cancellation: &Cancellation) -> Result<Self> {
        let is_clone = git::is_clone(workbook, cancellation)?;
        let tree = match is_clone {
            true => Repository::Workbook(workbook).tree("HEAD", cancellation)?,
            false => None,
        };
        let mut files: BTreeMap<String, String> = match &tree {
            Some(tree) => {
                let entries = tree.all().iter();
                entries
                    .map(|entry| (entry.path.clone(), entry.blob.clone()))
                    .collect()
            }
            None => {
                let mut files = files_below(&workbook.root.join("exercises"));
                files.push(workbook.root.join("Cargo.toml"));
                let names = files.iter().map(|file| workbook.show(file));
                names.map(|name| (name, String::new())).collect()
            }
        };
        let private = workbook.private.iter();
        let private = private.filter_map(|folder| folder.path.strip_prefix(&workbook.root).ok());
        let private: Vec<String> = private.map(|folder| slashed(folder) + "/").collect();
        files.retain(|path, _| !is_source(path, &private));
        Ok(Self {
            files,
            is_clone: tree.is_some(),
            private,
        })
    }

    /// What differs in a commit from here, and from what the class began from; `None` where this checkout is no clone, so
    /// that contents have no names in git.
    pub fn differs_in_tree(&self, tree: &Tree, begun_from: Option<&Tree>) -> Option<Differing> {
        if !self.is_clone {
            return None;
        }
        let (theirs, before) = (
            self.blobs(tree),
            begun_from.map(|tree| self.blobs(tree)).unwrap_or_default(),
        );
        let is_as_here =
            |path: &str, blob: &str| self.files.get(path).is_some_and(|ours| ours == blob);
        let is_as_before = |path: &str| theirs.get(path) == before.get(path);
        let differ = theirs
            .iter()
            .filter(|(path, blob)| !is_as_here(path, blob) && !is_as_before(path));
        let mut names: BTreeSet<String> = differ.map(|(path, _)| (*path).to_owned()).collect();
        // Whoever hands in sources only has removed nothing.
        if theirs.contains_key("Cargo.toml") {
            let gone = self.files.keys().filter(|path| {
                let is_new_here = begun_from.is_some() && is_as_before(path);
                !theirs.contains_key(&***path) && !is_new_here
            });
            names.extend(gone.cloned());
        }
        Some(differing(names))
    }

    /// What differs in a folder: of the files that this checkout has too, and those that were added to exercises.
    pub fn differs_in_folder(&self, workbook: &Workbook, folder: &Path) -> Differing {
        let base = base(folder);
        let is_whole = base != folder && folder.join("Cargo.toml").is_file();
        // In a folder of exercises, `02_name` is what is elsewhere `exercises/02_name`.
        let above = match base == folder {
            true => "exercises/",
            false => "",
        };
        let mut theirs = BTreeMap::new();
        let is_complete = collect(folder, above, 0, &mut theirs);
        let mut names = BTreeSet::new();
        for path in self.files.keys() {
            let differs = match theirs.get(path) {
                Some(file) => !is_equal(&workbook.root.join(path), file),
                None => is_whole && is_complete,
            };
            if differs {
                names.insert(path.clone());
            }
        }
        let is_added = |path: &&String| {
            let mut exercises = workbook.exercises.iter();
            let is_of = exercises.any(|exercise| {
                let rest = path.strip_prefix(&workbook.show(&exercise.folder));
                rest.is_some_and(|rest| rest.starts_with('/'))
            });
            is_of && !is_source(path, &self.private) && !self.files.contains_key(*path)
        };
        names.extend(theirs.keys().filter(is_added).cloned());
        differing(names)
    }

    /// What git knows each file by that is no source.
    fn blobs<'t>(&self, tree: &'t Tree) -> BTreeMap<&'t str, &'t str> {
        let entries = tree.all().iter();
        let entries = entries.filter(|entry| !is_source(&entry.path, &self.private));
        entries.map(|entry| (&*entry.path, &*entry.blob)).collect()
    }
}

/// Whether learners edit a file: of the workbook, or of one of these folders with private exercises.
fn is_source(path: &str, private: &[String]) -> bool {
    let folders = private.iter();
    let mut below = folders.filter_map(|folder| path.strip_prefix(&**folder));
    source_of(path).is_some() || below.any(|path| source_of(path).is_some())
}

/// The files below a folder, by their paths with `/` between the parts, each after `above`; whether these are all. No link is
/// followed, and nothing is entered that git or cargo keeps for itself.
fn collect(
    folder: &Path,
    above: &str,
    depth: usize,
    files: &mut BTreeMap<String, PathBuf>,
) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return false;
    };
    let mut is_complete = true;
    for entry in entries.flatten() {
        if files.len() >= MAX_FILES {
            return false;
        }
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{above}{name}");
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => {
                if depth < MAX_DEPTH && !NOT_THEIRS.contains(&&*name) {
                    is_complete &= collect(&entry.path(), &format!("{path}/"), depth + 1, files);
                }
            }
            _ => {
                files.insert(path, entry.path());
            }
        }
    }
    is_complete
}

/// The folder of the exercises in a folder that was handed in.
pub(super) fn base(folder: &Path) -> PathBuf {
    let below = folder.join("exercises");
    match below.is_dir() && !below.is_symlink() {
        true => below,
        false => folder.to_owned(),
    }
}

/// Line ends are no difference. What cannot be read here cannot have been changed there.
fn is_equal(ours: &Path, theirs: &Path) -> bool {
    let text = |path: &Path| {
        let mut bytes = read_bounded(path, MAX_BYTES).ok()?;
        bytes.retain(|byte| *byte != b'\r');
        Some(bytes)
    };
    let ours = text(ours);
    ours.is_none() || !theirs.is_symlink() && text(theirs) == ours
}

fn differing(names: BTreeSet<String>) -> Differing {
    let is_editors = |name: &String| name.rsplit('/').next().is_some_and(is_foreign);
    let names: Vec<String> = names.into_iter().filter(|name| !is_editors(name)).collect();
    Differing {
        n: names.len(),
        files: names.into_iter().take(MAX_NAMES).collect(),
    }
}
