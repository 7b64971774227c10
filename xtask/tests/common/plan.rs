//! Copies of the fixture workbooks: a plan of the files, and the copy laid out from it.
//!
//! A fixture is copied below cargo's folder for test files, so that no test writes into the source
//! tree. There is one copy of each, which tests use one after another: yardstick is compiled only
//! once for it, and after a failure the files are still there. Files are written only if they
//! differ, since cargo goes by their modification times.

use super::files::{self, collect, remove, remove_below, remove_odd_files};
use super::{Done, package, repository, runner, scratch};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::process::Command;

/// What a fixture's root `Cargo.toml` has in place of yardstick's path.
const YARDSTICK: &str = "@YARDSTICK@";

/// A fixture, with the changes for its copy.
pub struct Plan {
    folder: String,
    files: BTreeMap<String, Vec<u8>>,
}

impl Plan {
    /// The fixture with this name, with fingerprints in each `shipped.toml`.
    pub fn of(fixture: &str) -> Self {
        let source = package().join("tests/fixtures").join(fixture);
        let mut files = BTreeMap::new();
        collect(&source, &source, &mut files);
        assert!(!files.is_empty(), "there is no fixture `{fixture}`");
        files.insert("Cargo.lock".to_owned(), lock_file());
        let folder = fixture.to_owned();
        let mut plan = Self { folder, files };
        let yardstick = package().join("yardstick");
        let yardstick = yardstick.to_string_lossy().replace('\\', "/");
        plan.replace("Cargo.toml", YARDSTICK, &yardstick);
        plan.fingerprint();
        plan
    }

    /// This repository.
    pub fn of_repository() -> Self {
        let (folder, files) = ("repository".to_owned(), files::of_repository());
        Self { folder, files }
    }

    /// Replaces `from` with `to` in a file, as a learner's edit would.
    pub fn edit(mut self, file: &str, from: &str, to: &str) -> Self {
        self.replace(file, from, to);
        self
    }

    /// Writes a file with this text.
    pub fn write(mut self, file: &str, text: &str) -> Self {
        self.files.insert(file.to_owned(), text.into());
        self
    }

    /// Copies a folder, as `cp -r` does.
    pub fn copy(mut self, from: &str, to: &str) -> Self {
        let below = format!("{from}/");
        let of_folder = self.files.iter().filter_map(|(name, bytes)| {
            let short = name.strip_prefix(&below)?;
            Some((format!("{to}/{short}"), bytes.clone()))
        });
        let copies: Vec<_> = of_folder.collect();
        assert!(!copies.is_empty(), "there is no {from}");
        self.files.extend(copies);
        self
    }

    /// Lays the copy out in a folder with this name.
    pub fn at(mut self, folder: &str) -> Self {
        self.folder = folder.to_owned();
        self
    }

    /// Leaves out a file, or a folder with all its files.
    pub fn without(mut self, path: &str) -> Self {
        let n_before = self.files.len();
        let below = format!("{path}/");
        self.files
            .retain(|name, _| name != path && !name.starts_with(&below));
        assert!(self.files.len() < n_before, "there is no {path}");
        self
    }

    /// Makes the copy as planned, and removes what an earlier test left in it. Another test that
    /// needs the same copy waits until this checkout is dropped.
    pub fn lay_out(self) -> Checkout {
        let folder = scratch().join("checkouts");
        let root = folder.join(&self.folder);
        std::fs::create_dir_all(&root).expect("the copy can be written");
        let lock = File::create(folder.join(format!("{}.lock", self.folder)));
        let lock = lock.expect("the copy can be written");
        lock.lock().expect("a lock can be waited for");
        let mut present = BTreeMap::new();
        remove_odd_files(&root);
        remove(&root.join(".arena"));
        collect(&root, &root, &mut present);
        for name in present
            .keys()
            .filter(|name| !self.files.contains_key(*name))
        {
            remove_below(&root, name);
        }
        for (name, bytes) in &self.files {
            if present.get(name) != Some(bytes) {
                let path = root.join(name);
                let folder = path.parent().expect("a file is in a folder");
                std::fs::create_dir_all(folder).expect("the copy can be written");
                std::fs::write(path, bytes).expect("the copy can be written");
            }
        }
        Checkout { root, _lock: lock }
    }

    fn replace(&mut self, file: &str, from: &str, to: &str) {
        let bytes = self.files.get(file);
        let text = String::from_utf8(bytes.unwrap_or_else(|| panic!("no {file}")).clone());
        let text = text.expect("fixtures are text");
        assert!(text.contains(from), "{file} does not contain {from:?}");
        self.files
            .insert(file.to_owned(), text.replace(from, to).into());
    }

    /// Adds the fingerprints of the fixture's files to each `shipped.toml`. Kept in the fixtures,
    /// they would have to be updated with every change.
    fn fingerprint(&mut self) {
        let shipped: Vec<String> = self.files.keys().cloned().collect();
        for file in shipped
            .iter()
            .filter(|name| name.ends_with("/shipped.toml"))
        {
            let folder = file.trim_end_matches("shipped.toml");
            let mut table = String::from("\n[files]\n");
            for (name, bytes) in &self.files {
                let Some(short) = name.strip_prefix(folder) else {
                    continue;
                };
                let is_below = |folder: &&str| short.starts_with(*folder);
                let is_guarded =
                    short == "Cargo.toml" || ["bad/", "benches/", "tests/"].iter().any(is_below);
                if is_guarded {
                    let fingerprint = xxhash_rust::xxh3::xxh3_64(bytes);
                    table += &format!("\"{short}\" = \"{fingerprint:016x}\"\n");
                }
            }
            let text = self.files.get_mut(file).expect("the name comes from there");
            text.extend_from_slice(table.as_bytes());
        }
    }
}

/// A copy of a fixture, for one test at a time.
pub struct Checkout {
    /// Its folder.
    pub root: PathBuf,
    _lock: File,
}

impl Checkout {
    /// The path of a file in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// The text of a file in it.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Writes a file into it, and creates the folders around it.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        let folder = path.parent().expect("a file is in a folder");
        std::fs::create_dir_all(folder).expect("the copy can be written");
        std::fs::write(path, text).expect("the copy can be written");
    }

    /// The saved state of its exercises.
    pub fn progress(&self) -> Value {
        let text = self.read(".arena/progress.json");
        serde_json::from_str(&text).expect("progress is JSON")
    }

    /// The runner, to be started in it.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = runner();
        command.args(arguments).current_dir(&self.root);
        command
    }

    /// Runs the runner in it.
    pub fn run(&self, arguments: &[&str]) -> Done {
        Done::of(&mut self.command(arguments))
    }
}

/// The repository's lock file, without which cargo would look for newer versions.
fn lock_file() -> Vec<u8> {
    std::fs::read(repository().join("Cargo.lock")).expect("the repository has a lock file")
}
