//! What else somebody has changed besides sources: told, and not used.
//!
//! Work is compared with this checkout: a commit by the names of its contents in git, a folder by its files.

use super::repository::{Repository, Tree};
use super::submission::base;
use anyhow::Result;
use grader::cancellation::Cancellation;
use grader::git;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use workbook::walk::{files_below, is_foreign};
use workbook::{Workbook, read_bounded, shown};
use workshop::submissions::Changed;

/// How many files are named.
const MAX_NAMES: usize = 50;
/// More than any file of the workbook has, in bytes.
const MAX_BYTES: u64 = 16 << 20;

/// The files of this checkout that are no sources.
pub(super) struct Baseline {
    /// By path, what git knows the content by; empty where this is no clone.
    files: BTreeMap<String, String>,
    is_clone: bool,
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
        let files: BTreeMap<String, String> = match &tree {
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
        Ok(Self {
            files: files
                .into_iter()
                .filter(|(path, _)| !is_source(path))
                .collect(),
            is_clone: tree.is_some(),
        })
    }

    /// What a commit changes; `None` where this checkout is no clone, so that contents have no names in git.
    pub fn changed_in_tree(&self, tree: &Tree) -> Option<Changed> {
        if !self.is_clone {
            return None;
        }
        let theirs = tree.all().iter().filter(|entry| !is_source(&entry.path));
        let theirs: BTreeMap<&str, &str> =
            theirs.map(|entry| (&*entry.path, &*entry.blob)).collect();
        let differ = theirs
            .iter()
            .filter(|(path, blob)| self.files.get(**path).is_none_or(|ours| ours != *blob))
            .map(|(path, _)| (*path).to_owned());
        let mut names: BTreeSet<String> = differ.collect();
        // Whoever hands in sources only has removed nothing.
        if theirs.contains_key("Cargo.toml") {
            let gone = self
                .files
                .keys()
                .filter(|path| !theirs.contains_key(&***path));
            names.extend(gone.cloned());
        }
        Some(changed(names))
    }

    /// What the files of a folder change: those that this checkout has too, and those that were added to exercises.
    pub fn changed_in_folder(&self, workbook: &Workbook, folder: &Path) -> Changed {
        let base = base(folder);
        let is_checkout = base != folder && folder.join("Cargo.toml").is_file();
        let mut names = BTreeSet::new();
        for path in self.files.keys() {
            let theirs = match path.strip_prefix("exercises/") {
                Some(short) => base.join(short),
                None => folder.join(path),
            };
            let is_there = theirs.symlink_metadata().is_ok();
            if is_there && !is_equal(&workbook.root.join(path), &theirs) || !is_there && is_checkout
            {
                names.insert(path.clone());
            }
        }
        for exercise in &workbook.exercises {
            let name = exercise.folder.file_name().unwrap_or_default();
            let theirs = base.join(name);
            let added = files_below(&theirs).into_iter().map(|file| {
                let short = shown(&theirs, &file);
                format!("{}/{short}", workbook.show(&exercise.folder))
            });
            names.extend(added.filter(|path| !is_source(path) && !self.files.contains_key(path)));
        }
        changed(names)
    }
}

/// Whether learners edit it: it is below the `src` of an exercise.
fn is_source(path: &str) -> bool {
    let mut parts = path.split('/');
    parts.next() == Some("exercises") && parts.nth(1) == Some("src") && parts.next().is_some()
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

fn changed(names: BTreeSet<String>) -> Changed {
    let is_editors = |name: &String| name.rsplit('/').next().is_some_and(is_foreign);
    let names: Vec<String> = names.into_iter().filter(|name| !is_editors(name)).collect();
    Changed {
        n: names.len(),
        files: names.into_iter().take(MAX_NAMES).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_below_src_is_a_source() {
        for path in ["exercises/02_a/src/lib.rs", "exercises/02_a/src/b/c.rs"] {
            assert!(is_source(path), "{path}");
        }
        for path in [
            "exercises/02_a/src",
            "exercises/02_a/tests/src/a.rs",
            "solutions/02_a/src/lib.rs",
            "src/lib.rs",
        ] {
            assert!(!is_source(path), "{path}");
        }
    }
}
