//! An update of the workbook, with the commands of README.md, in two clones: what a learner has written stays as it is,
//! and everything else is new.

use crate::common::git::git;
use crate::common::{Done, repository};
use std::path::PathBuf;
use tempfile::TempDir;

const SOURCE: &str = "exercises/02_parse_tree/src/lib.rs";
const OTHER: &str = "exercises/03_leaky_nodes/src/lib.rs";
const TESTS: &str = "exercises/02_parse_tree/tests/graded/main.rs";
const LOCK: &str = "Cargo.lock";

/// The text of a file as it is shipped now: as long, and as unlike the others, as real ones are.
fn shipped(file: &str) -> String {
    let text = std::fs::read_to_string(repository().join(file));
    text.unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// What a learner makes of the source: the end is rewritten, and a line is changed.
fn written() -> String {
    let text = shipped(SOURCE).replacen("Box::new(", "arena.alloc(", 1);
    let half = text.len() / 2;
    let end = text[half..]
        .find('\n')
        .map_or(text.len(), |at| half + at + 1);
    format!("{}// The rest is mine.\n", &text[..end])
}

/// What the workbook makes of a file: changes in the learner's lines, next to them and away from them, where a merge
/// would mix the two.
fn updated(file: &str) -> String {
    let text = shipped(file).replace("Box::new(", "Box::from(");
    format!("// A new first line.\n{text}// A new last line.\n")
}

struct Clones {
    folder: TempDir,
}

impl Clones {
    /// The workbook, and a learner's clone with an edited exercise.
    fn new() -> Self {
        let clones = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        std::fs::create_dir(clones.path("workbook")).expect("it can be written");
        clones.git("workbook", &["init", "--quiet"]);
        let attributes = std::fs::read_to_string(repository().join(".gitattributes"));
        clones.write(
            "workbook",
            ".gitattributes",
            &attributes.expect("it is there"),
        );
        for file in [SOURCE, OTHER, TESTS, LOCK] {
            clones.write("workbook", file, &shipped(file));
        }
        clones.commit_in_workbook();
        clones.git(".", &["clone", "--quiet", "workbook", "mine"]);
        clones.write("mine", SOURCE, &written());
        // Cargo does this by itself.
        let lock = format!("# Mine.\n{}# Mine.\n", shipped(LOCK));
        clones.write("mine", LOCK, &lock);
        clones
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, file: &str) -> String {
        let path = self.path("mine").join(file);
        std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    fn write(&self, clone: &str, file: &str, text: &str) {
        let path = self.path(clone).join(file);
        let folder = path.parent().expect("a file is in a folder");
        std::fs::create_dir_all(folder).expect("it can be written");
        std::fs::write(path, text).expect("it can be written");
    }

    fn commit_in_workbook(&self) {
        self.git("workbook", &["add", "--all"]);
        self.git("workbook", &["commit", "--quiet", "--message", "work"]);
    }

    /// An update of the workbook's files; the exercise of the learner may move to another folder.
    fn update_workbook(&self, moved_to: Option<&str>) {
        for file in [SOURCE, OTHER, TESTS, LOCK] {
            self.write("workbook", file, &updated(file));
        }
        self.commit_in_workbook();
        if let Some(folder) = moved_to {
            self.git("workbook", &["mv", "exercises/02_parse_tree", folder]);
            self.commit_in_workbook();
        }
    }

    fn run(&self, clone: &str, arguments: &[&str]) -> Done {
        git(&self.path(clone), arguments)
    }

    #[track_caller]
    fn git(&self, clone: &str, arguments: &[&str]) {
        self.run(clone, arguments).exits_with(0);
    }

    /// What README.md says to type, line by line.
    #[track_caller]
    fn update_as_the_readme_says(&self) {
        let commands = commands_of_the_readme();
        assert_eq!(commands.len(), 2, "{commands:?}");
        for command in &commands {
            self.git("mine", &words(command));
        }
        let status = self.run("mine", &["status", "--porcelain"]);
        assert_eq!(status.exits_with(0).stdout, "");
    }
}

/// The arguments of each line with `$ git` in README.md's block about updates.
fn commands_of_the_readme() -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(repository().join("README.md")).expect("it is there");
    let lines = text.lines().filter_map(|line| line.strip_prefix("$ git "));
    lines
        .map(|line| {
            let line = line.split("  #").next().unwrap_or_default().trim();
            // One argument is in quotes.
            let mut parts = line.split('"');
            let before = parts.next().unwrap_or_default().split_whitespace();
            let quoted = parts.next().into_iter();
            before.chain(quoted).map(str::to_owned).collect()
        })
        .collect()
}

fn words(command: &[String]) -> Vec<&str> {
    command.iter().map(String::as_str).collect()
}

#[test]
fn a_plain_pull_stops_at_an_edited_exercise() {
    let clones = Clones::new();
    clones.update_workbook(None);
    assert_ne!(clones.run("mine", &["pull"]).code, Some(0));
    assert_eq!(clones.read(SOURCE), written());
}

#[test]
fn the_commands_of_the_readme_keep_what_a_learner_wrote_and_update_the_rest() {
    let clones = Clones::new();
    clones.update_workbook(None);
    clones.update_as_the_readme_says();
    assert_eq!(clones.read(SOURCE), written());
    for file in [OTHER, TESTS] {
        assert_eq!(clones.read(file), updated(file), "{file}");
    }
    // Where both have changed the same lines, the workbook's count.
    assert!(clones.read(LOCK).starts_with("// A new first line.\n"));
}

#[test]
fn a_second_update_works_as_the_first() {
    let clones = Clones::new();
    clones.update_workbook(None);
    clones.update_as_the_readme_says();
    let better = format!("// Better.\n{}", written());
    clones.write("mine", SOURCE, &better);
    let newest = format!("// Newest.\n{}", updated(SOURCE));
    clones.write("workbook", SOURCE, &newest);
    clones.commit_in_workbook();
    clones.update_as_the_readme_says();
    assert_eq!(clones.read(SOURCE), better);
}

#[test]
fn an_exercise_that_was_renamed_takes_along_what_a_learner_wrote() {
    let clones = Clones::new();
    let folder = "exercises/07_parse_tree";
    clones.update_workbook(Some(folder));
    clones.update_as_the_readme_says();
    assert_eq!(clones.read(&format!("{folder}/src/lib.rs")), written());
    assert!(!clones.path("mine/exercises/02_parse_tree").exists());
}

/// Git cannot know then that the new exercise is the old one. It stops, and nothing is lost.
#[test]
fn an_exercise_that_was_renamed_and_rewritten_leaves_the_old_source_in_its_folder() {
    let clones = Clones::new();
    clones.write("workbook", SOURCE, "//! Nothing of it is left.\n");
    clones.git("workbook", &["mv", SOURCE, "exercises/07_new.rs"]);
    clones.commit_in_workbook();
    let commands = commands_of_the_readme();
    let [commit, pull] = &commands[..] else {
        panic!("{commands:?}")
    };
    clones.git("mine", &words(commit));
    let done = clones.run("mine", &words(pull));
    done.exits_with(1)
        .says(&["CONFLICT (modify/delete)", SOURCE]);
    for command in [&["add", "--all"][..], &["commit", "--no-edit"]] {
        clones.git("mine", command);
    }
    assert_eq!(clones.read(SOURCE), written());
    assert_eq!(
        clones.read("exercises/07_new.rs"),
        "//! Nothing of it is left.\n"
    );
}

/// Work that was committed earlier: there is nothing left to commit, and the first command says so.
#[test]
fn work_that_is_committed_is_kept_as_well() {
    let clones = Clones::new();
    clones.git(
        "mine",
        &["commit", "--quiet", "--all", "--message", "solved"],
    );
    clones.update_workbook(None);
    let commands = commands_of_the_readme();
    for command in &commands {
        clones.run("mine", &words(command));
    }
    assert_eq!(clones.read(SOURCE), written());
    assert_eq!(clones.read(TESTS), updated(TESTS));
}
