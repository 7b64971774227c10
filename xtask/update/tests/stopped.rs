//! An update that is stopped before any of its files, by a kill, by Ctrl-C or by somebody who saves meanwhile.

use grader::cancellation::{Cancellation, Interrupted};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use update::journal::Place;
use update::source::look;
use update::undo::{is_unfinished, recover, undo};

const SOURCE: &str = "exercises/01_old/src/lib.rs";
const MOVED: &str = "exercises/02_new/src/lib.rs";

/// A learner's folder, and one with a new version, in which the exercise has moved.
struct Folders {
    folder: TempDir,
}

impl Folders {
    fn new() -> Self {
        let folders = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        for (folder, version) in [
            ("mine/exercises/01_old", "1"),
            ("theirs/exercises/02_new", "2"),
        ] {
            folders.write(
                &format!("{folder}/Cargo.toml"),
                "[package]\nname = \"same\"\n",
            );
            folders.write(
                &format!("{folder}/exercise.toml"),
                &format!("# {version}\n"),
            );
            folders.write(&format!("{folder}/bad/lib.rs"), &format!("// {version}\n"));
            folders.write(&format!("{folder}/src/lib.rs"), &format!("// {version}\n"));
        }
        for (folder, version) in [("mine", "1"), ("theirs", "2")] {
            folders.write(&format!("{folder}/Cargo.toml"), &format!("# {version}\n"));
            folders.write(&format!("{folder}/book/only_in_{version}.md"), "# A page\n");
        }
        folders.write(&format!("mine/{SOURCE}"), "// Mine.\n");
        folders
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("writable");
        std::fs::write(path, text).expect("writable");
    }

    /// The learner's files, without what is saved beside them.
    fn files(&self) -> BTreeMap<PathBuf, String> {
        fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, String>) {
            for entry in std::fs::read_dir(folder).expect("readable") {
                let path = entry.expect("readable").path();
                match path.is_dir() {
                    true if path.ends_with(".arena") => {}
                    true => collect(&path, files),
                    false => {
                        let text = std::fs::read_to_string(&path).expect("it is text");
                        files.insert(path, text);
                    }
                }
            }
        }
        let mut files = BTreeMap::new();
        collect(&self.path("mine"), &mut files);
        files
    }

    /// Updates; before each file, `on_step` is told how many are done.
    fn update(
        &self,
        cancellation: &Cancellation,
        on_step: &mut dyn FnMut(usize),
    ) -> anyhow::Result<()> {
        let (root, theirs) = (self.path("mine"), self.path("theirs"));
        let update = look(&root, theirs.to_str(), false, cancellation)?;
        let update = update.expect("there is a new version");
        update.apply(cancellation, on_step).map(|_| ())
    }
}

/// How many files the update is of.
fn n_steps() -> usize {
    let mut n = 0;
    let done = Folders::new().update(&Cancellation::new(), &mut |at| n = at);
    done.expect("nothing is in its way");
    assert!(n > 5, "{n}");
    n
}

#[test]
fn after_a_kill_all_is_brought_back_and_the_next_update_works() {
    for at in 0..=n_steps() {
        let (folders, never) = (Folders::new(), Cancellation::new());
        let before = folders.files();
        let stopped = catch_unwind(AssertUnwindSafe(|| {
            folders.update(&never, &mut |n| assert!(n != at, "killed"))
        }));
        assert!(stopped.is_err());
        let root = folders.path("mine");
        assert!(is_unfinished(&root).expect("readable"));
        // Half of a runner may not compile.
        let (place, _) = Place::last(&root).expect("readable").expect("it was begun");
        assert!(place.runner().is_file());
        let undone = recover(&root, &never)
            .expect("writable")
            .expect("it was stopped");
        assert!(undone.was_unfinished && undone.since.is_empty());
        assert_eq!(folders.files(), before, "{at}");
        assert_eq!(recover(&root, &never).expect("readable"), None);
        folders
            .update(&never, &mut |_| ())
            .expect("nothing is in its way");
        let (place, _) = Place::last(&root).expect("readable").expect("it is done");
        assert!(!place.runner().exists());
        let after = folders.files();
        assert_eq!(after[&root.join(MOVED)], "// Mine.\n");
        assert!(!after.contains_key(&root.join(SOURCE)));
        undo(&root, &never)
            .expect("writable")
            .expect("there is one");
        assert_eq!(folders.files(), before, "{at}");
    }
}

#[test]
fn after_ctrl_c_all_is_as_it_was() {
    for at in 0..n_steps() {
        let (folders, cancellation) = (Folders::new(), Cancellation::new());
        let before = folders.files();
        let error = folders.update(&cancellation, &mut |n| {
            if n == at {
                cancellation.cancel();
            }
        });
        assert!(error.expect_err("it is cancelled").is::<Interrupted>());
        assert_eq!(folders.files(), before, "{at}");
        assert!(!is_unfinished(&folders.path("mine")).expect("readable"));
    }
}

#[test]
fn what_is_saved_meanwhile_is_the_learners_last_word() {
    for at in 0..n_steps() {
        let folders = Folders::new();
        let mut before = folders.files();
        let source = folders.path("mine").join(SOURCE);
        let mut is_saved = false;
        let done = folders.update(&Cancellation::new(), &mut |n| {
            if n == at && source.is_file() {
                std::fs::write(&source, "// Saved meanwhile.\n").expect("writable");
                is_saved = true;
            }
        });
        if !is_saved {
            // The source had moved already.
            done.expect("nothing is in its way");
            continue;
        }
        let error = done.expect_err("it would be lost").to_string();
        assert!(
            error.contains(SOURCE) && error.contains("was saved while the update ran"),
            "{error}"
        );
        before.insert(source, "// Saved meanwhile.\n".to_owned());
        assert_eq!(folders.files(), before, "{at}");
    }
}
