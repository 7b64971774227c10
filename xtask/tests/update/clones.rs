//! The workbook of two exercises with a book, published in a repository, and a learner's clone of it.

use crate::common::git::{alone, git};
use crate::common::{Done, runner, tiny};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The exercise that is shipped as it is here; its starter is edited by the learner.
pub const SOURCE: &str = "exercises/05_count_lines/src/lib.rs";
pub const BASELINE: &str = "exercises/05_count_lines/bad/lib.rs";
/// The other one, which the learner leaves alone.
pub const OTHER: &str = "exercises/02_count_words/src/lib.rs";
pub const TESTS: &str = "exercises/05_count_lines/tests/graded/main.rs";
pub const CHAPTER: &str = "book/src/counting.md";
/// What the learner makes of the source.
pub const MINE: &str =
    "//! Mine.\n\n/// Counts.\npub fn count(text: &str) -> usize {\n    text.lines().count()\n}\n";

/// The two, side by side.
pub struct Clones {
    folder: TempDir,
}

impl Clones {
    /// A learner's clone, with one exercise edited.
    pub fn new() -> Self {
        let clones = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        for (name, bytes) in tiny().files() {
            let path = clones.path("workbook").join(name);
            std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("writable");
            std::fs::write(path, bytes).expect("writable");
        }
        clones.ship(".gitignore", "/target\n/.arena\n");
        clones.ship(CHAPTER, "# Counting\n");
        // Only starters count as such.
        clones.ship(
            OTHER,
            &clones.shipped("exercises/02_count_words/bad/lib.rs"),
        );
        git(
            &clones.path("workbook"),
            &["init", "--quiet", "--initial-branch", "main"],
        )
        .exits_with(0);
        clones.commit("workbook");
        git(
            clones.folder.path(),
            &["clone", "--quiet", "workbook", "mine"],
        )
        .exits_with(0);
        clones.write(SOURCE, MINE);
        clones
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn shipped(&self, file: &str) -> String {
        read(&self.path("workbook").join(file))
    }

    /// Writes a file of the workbook.
    pub fn ship(&self, file: &str, text: &str) {
        write(&self.path("workbook").join(file), text);
    }

    /// The learner's file.
    pub fn read(&self, file: &str) -> String {
        read(&self.path("mine").join(file))
    }

    pub fn write(&self, file: &str, text: &str) {
        write(&self.path("mine").join(file), text);
    }

    /// Commits all that is in the workbook, or in the learner's clone.
    pub fn commit(&self, clone: &str) {
        self.git(clone, &["add", "--all"]);
        self.git(clone, &["commit", "--quiet", "--message", "work"]);
    }

    #[track_caller]
    pub fn git(&self, clone: &str, arguments: &[&str]) -> String {
        git(&self.path(clone), arguments)
            .exits_with(0)
            .stdout
            .clone()
    }

    /// A new version: starters, tests and a chapter differ.
    pub fn publish(&self) {
        for file in [
            BASELINE,
            OTHER,
            "exercises/02_count_words/bad/lib.rs",
            TESTS,
            CHAPTER,
        ] {
            let text = self.shipped(file);
            self.ship(file, &format!("{text}// New.\n"));
        }
        let starter = self.shipped(BASELINE);
        self.ship(SOURCE, &starter);
        self.commit("workbook");
    }

    /// A new version in which the exercise has another number and another id.
    pub fn publish_renamed(&self) {
        self.git(
            "workbook",
            &["mv", "exercises/05_count_lines", "exercises/07_line_count"],
        );
        self.git(
            "workbook",
            &["mv", "solutions/05_count_lines", "solutions/07_line_count"],
        );
        for file in [
            "Cargo.toml",
            "exercises/07_line_count/Cargo.toml",
            "exercises/07_line_count/bad/Cargo.toml",
            "solutions/07_line_count/Cargo.toml",
        ] {
            let text = self.shipped(file);
            let text = text
                .replace("05_count_lines", "07_line_count")
                .replace("count-lines", "line-count");
            self.ship(file, &text);
        }
        let settings = "exercises/07_line_count/exercise.toml";
        let text = self.shipped(settings);
        self.ship(
            settings,
            &text.replace(
                "minutes = 5\n",
                "minutes = 5\nformerly = [\"count-lines\"]\n",
            ),
        );
        self.commit("workbook");
    }

    /// Runs the runner in the learner's clone.
    pub fn run(&self, arguments: &[&str]) -> Done {
        self.run_in("mine", arguments)
    }

    pub fn run_in(&self, folder: &str, arguments: &[&str]) -> Done {
        let mut command = runner();
        alone(command.args(arguments).current_dir(self.path(folder)));
        Done::of(&mut command)
    }

    /// All that is in the learner's folder, git's own files too, but for what `update` notes of itself.
    pub fn everything(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.path("mine"), &mut files);
        files
    }

    /// The learner's files, without git's and without the saved state.
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = self.everything();
        let root = self.path("mine");
        files.retain(|path, _| {
            ![".git", ".arena"]
                .iter()
                .any(|not| path.starts_with(root.join(not)))
        });
        files
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).expect("readable") {
        let path = entry.expect("readable").path();
        match path.is_dir() {
            true => collect(&path, files),
            false => {
                let bytes = std::fs::read(&path).expect("readable");
                files.insert(path, bytes);
            }
        }
    }
}

pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("writable");
    std::fs::write(path, text).expect("writable");
}
