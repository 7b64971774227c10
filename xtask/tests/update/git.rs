//! Updates by git.

use crate::clones::{BASELINE, CHAPTER, Clones, MINE, OTHER, SOURCE, TESTS};
use crate::common::runner;
use std::path::Path;

#[test]
fn an_edited_source_stays_and_all_else_is_new() {
    let clones = Clones::new();
    clones.publish();
    let done = clones.run(&["update"]);
    done.exits_with(0).says(&[
        "Updated from origin, ",
        "Starters renewed, none of them edited: count-words",
        "count-lines: its tests and starter changed. Check it again: cargo xtask check count-lines",
        "undo    cargo xtask update --undo",
    ]);
    assert_eq!(clones.read(SOURCE), MINE);
    for file in [BASELINE, OTHER, TESTS, CHAPTER] {
        assert_eq!(clones.read(file), clones.shipped(file), "{file}");
    }
    assert_eq!(
        clones.git("mine", &["status", "--porcelain"]),
        format!(" M {SOURCE}\n")
    );
    let heads = ["workbook", "mine"].map(|clone| clones.git(clone, &["rev-parse", "HEAD"]));
    assert_eq!(heads[0], heads[1]);
    clones
        .run(&["update"])
        .exits_with(0)
        .says(&["up to date; nothing was changed"]);
}

#[test]
fn a_starter_of_an_older_version_is_no_edit() {
    let clones = Clones::new();
    clones.write(SOURCE, &clones.shipped(BASELINE));
    let first = clones.read(SOURCE);
    clones.publish();
    clones.run(&["update"]).exits_with(0);
    // Somebody has brought back the file from a backup.
    clones.write(SOURCE, &first);
    clones.publish();
    clones
        .run(&["update"])
        .exits_with(0)
        .says(&["none of them edited: count-words, count-lines"]);
    assert_eq!(clones.read(SOURCE), clones.shipped(SOURCE));
}

/// What its learner has reached, under the former id.
const PROGRESS: &str = r#"{"version": 1, "exercises": {"count-lines": {"standing": "passed", "steps_passed": 2,
    "steps": 2, "hints": 2, "guess": 3}}}"#;

#[test]
fn a_renamed_exercise_takes_along_source_passes_guesses_and_versions() {
    let clones = Clones::new();
    clones.write(
        "exercises/05_count_lines/src/mine.rs",
        "// A module of my own.\n",
    );
    clones.write(".arena/progress.json", PROGRESS);
    clones.write(".arena/undo/count-lines/0001/lib.rs", "// Checked first.\n");
    clones.write(".arena/passed/count-lines/lib.rs", MINE);
    let before = clones.files();
    clones.publish_renamed();
    clones.run(&["update"]).exits_with(0).says(&[
        "count-lines is called line-count now: exercises/07_line_count; your source moves along",
    ]);
    assert_eq!(clones.read("exercises/07_line_count/src/lib.rs"), MINE);
    assert_eq!(
        clones.read("exercises/07_line_count/src/mine.rs"),
        "// A module of my own.\n"
    );
    assert!(!clones.path("mine/exercises/05_count_lines").exists());
    clones
        .run(&["list"])
        .exits_with(0)
        .says(&["line-count", "passed"]);
    clones
        .run(&["undo", "line-count"])
        .exits_with(0)
        .says(&["the version that was checked before"]);
    assert_eq!(
        clones.read("exercises/07_line_count/src/lib.rs"),
        "// Checked first.\n"
    );
    clones
        .run(&["undo", "line-count", "--passed"])
        .exits_with(0);
    assert_eq!(clones.read("exercises/07_line_count/src/lib.rs"), MINE);
    // And back.
    clones.run(&["mark", "line-count", "known"]).exits_with(0);
    clones
        .run(&["update", "--undo"])
        .exits_with(0)
        .says(&["The update from origin, ", "is taken back"]);
    assert_eq!(clones.files(), before);
    let progress = clones.read(".arena/progress.json");
    assert!(
        progress.contains("count-lines") && !progress.contains("line-count"),
        "{progress}"
    );
    assert!(
        progress.contains("\"known\": true") && progress.contains("\"guess\": 3"),
        "{progress}"
    );
    assert!(
        clones
            .path("mine/.arena/passed/count-lines/lib.rs")
            .is_file()
    );
    clones.run(&["list"]).exits_with(0).says(&["count-lines"]);
}

#[test]
fn what_was_committed_here_is_merged_and_stays() {
    let clones = Clones::new();
    clones.write("workshop.toml", "title = \"Ours\"\n");
    // The new version changes nothing about this one.
    clones.write(".gitignore", "/target\n/.arena\n/mine\n");
    clones.write(CHAPTER, "# Counting, as we teach it\n");
    clones.commit("mine");
    let mine = clones.git("mine", &["rev-parse", "HEAD"]);
    clones.publish();
    clones.run(&["update"]).exits_with(0).says(&[
        "Edited here and changed in the new version",
        CHAPTER,
        ".arena/updates/0001/old",
    ]);
    assert_eq!(clones.read(SOURCE), MINE);
    assert_eq!(clones.read("workshop.toml"), "title = \"Ours\"\n");
    assert_eq!(clones.read(".gitignore"), "/target\n/.arena\n/mine\n");
    assert_eq!(clones.read(CHAPTER), clones.shipped(CHAPTER));
    assert_eq!(
        clones.read(&format!(".arena/updates/0001/old/{CHAPTER}")),
        "# Counting, as we teach it\n"
    );
    assert_eq!(clones.git("mine", &["status", "--porcelain"]), "");
    let parents = clones.git("mine", &["log", "-1", "--format=%P"]);
    let theirs = clones.git("workbook", &["rev-parse", "HEAD"]);
    assert_eq!(parents, format!("{} {theirs}", mine.trim()));
    clones.run(&["update", "--undo"]).exits_with(0);
    assert_eq!(clones.git("mine", &["rev-parse", "HEAD"]), mine);
    assert_eq!(clones.git("mine", &["status", "--porcelain"]), "");
    assert_eq!(clones.read(CHAPTER), "# Counting, as we teach it\n");
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing_anywhere() {
    let clones = Clones::new();
    clones.write(TESTS, "// Loosened.\n");
    clones.publish_renamed();
    // Git looks at stamps that are new to it once.
    clones.git("mine", &["status"]);
    let before = clones.everything();
    let dry = clones.run(&["update", "--dry-run"]);
    dry.exits_with(0).says(&[
        "A dry run, which writes nothing.",
        &format!("move    {SOURCE} → exercises/07_line_count/src/lib.rs"),
        "add     exercises/07_line_count/Cargo.toml",
        "change  Cargo.toml",
        "remove  exercises/05_count_lines/exercise.toml",
        TESTS,
    ]);
    let after = clones.everything();
    let changed = after
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(bytes));
    assert_eq!(
        changed.map(|(path, _)| path).collect::<Vec<_>>(),
        Vec::<&std::path::PathBuf>::new()
    );
    assert_eq!(before.len(), after.len());
    let real = clones.run(&["update"]);
    let said = |text: &str| {
        text.lines()
            .find(|line| line.starts_with("count-lines is called"))
            .map(str::to_owned)
    };
    assert_eq!(said(&dry.stdout), said(&real.stdout));
    assert_eq!(
        clones.read(&format!(".arena/updates/0001/old/{TESTS}")),
        "// Loosened.\n"
    );
}

#[test]
fn without_a_branch_the_checkout_itself_moves() {
    let clones = Clones::new();
    clones.git("mine", &["checkout", "--quiet", "--detach"]);
    clones.publish();
    clones.run(&["update"]).exits_with(0);
    let heads = ["workbook", "mine"].map(|clone| clones.git(clone, &["rev-parse", "HEAD"]));
    assert_eq!(heads[0], heads[1]);
    assert_eq!(clones.read(SOURCE), MINE);
    clones.run(&["update", "--undo"]).exits_with(0);
    assert_ne!(clones.git("mine", &["rev-parse", "HEAD"]), heads[0]);
}

#[test]
fn a_shallow_clone_is_updated_as_well() {
    let clones = Clones::new();
    let address = format!("file://{}", clones.path("workbook").display());
    clones.git(
        "mine",
        &["clone", "--quiet", "--depth", "1", &address, "../shallow"],
    );
    let mine = clones.path("shallow").join(SOURCE);
    std::fs::write(&mine, MINE).expect("writable");
    clones.publish();
    clones.run_in("shallow", &["update"]).exits_with(0);
    assert_eq!(crate::clones::read(&mine), MINE);
    let chapter = clones.path("shallow").join(CHAPTER);
    assert_eq!(crate::clones::read(&chapter), clones.shipped(CHAPTER));
}

#[test]
fn a_bundle_and_another_clone_are_remotes() {
    let clones = Clones::new();
    clones.publish();
    let bundle = clones.path("new.bundle").display().to_string();
    clones.git(
        "workbook",
        &["bundle", "create", "--quiet", &bundle, "HEAD"],
    );
    clones.run(&["update", &bundle]).exits_with(0);
    assert_eq!(clones.read(CHAPTER), clones.shipped(CHAPTER));
    clones.publish();
    clones.run(&["update", "../workbook"]).exits_with(0);
    assert_eq!(clones.read(CHAPTER), clones.shipped(CHAPTER));
    // Each is taken back on its own.
    clones.run(&["update", "--undo"]).exits_with(0);
    clones.run(&["update", "--undo"]).exits_with(0);
    assert_eq!(clones.read(CHAPTER), "# Counting\n");
    clones
        .run(&["update", "--undo"])
        .exits_with(2)
        .complains(&["there is no update to take back", "cargo xtask undo"]);
}

#[test]
fn what_was_written_since_is_kept_when_an_update_is_taken_back() {
    let clones = Clones::new();
    clones.publish_renamed();
    clones.run(&["update"]).exits_with(0);
    let moved = "exercises/07_line_count/src/lib.rs";
    clones.write(moved, "// Better.\n");
    clones.commit("mine");
    let done = clones.run(&["update", "--undo"]);
    let kept = format!(".arena/updates/0001/since/{moved}");
    done.exits_with(0).says(&[
        "Changed since the update, and kept:",
        &kept,
        "the branch stays where it is",
    ]);
    assert_eq!(clones.read(&kept), "// Better.\n");
    assert_eq!(clones.read(SOURCE), MINE);
}

#[test]
fn two_updates_at_once_are_one() {
    let clones = Clones::new();
    clones.publish();
    let start = || {
        let mut command = runner();
        crate::common::git::alone(command.arg("update").current_dir(clones.path("mine")));
        command
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("it can be started")
    };
    for mut child in [start(), start()] {
        assert!(child.wait().expect("it ends").success());
    }
    assert_eq!(clones.read(SOURCE), MINE);
    assert_eq!(clones.read(CHAPTER), clones.shipped(CHAPTER));
    assert!(!clones.path("mine/.arena/updates/0002").exists());
}

/// The journal of an update that was killed says so, whatever of it was done.
#[test]
fn an_update_that_was_killed_is_taken_back_by_the_next() {
    let clones = Clones::new();
    clones.publish();
    clones.run(&["update"]).exits_with(0);
    let journal = ".arena/updates/0001/journal.json";
    let done = clones.read(journal);
    clones.write(journal, &done.replacen("\"done\"", "\"applying\"", 1));
    clones
        .run(&["update", "--dry-run"])
        .exits_with(2)
        .complains(&["stopped in the middle", "update --undo"]);
    clones
        .run(&["update"])
        .exits_with(0)
        .says(&["An update was stopped in the middle", "Updated from origin"]);
    assert_eq!(clones.read(SOURCE), MINE);
    assert_eq!(clones.read(CHAPTER), clones.shipped(CHAPTER));
    clones.write(journal, "{");
    std::fs::remove_file(clones.path("mine/.arena/updates/0002/journal.json"))
        .expect("it is there");
    clones
        .run(&["update", "--undo"])
        .exits_with(2)
        .complains(&[journal, "is in `old` beside it"]);
}

/// Where processes can be killed by others, one is, at moments that nobody chooses.
#[cfg(unix)]
#[test]
fn a_kill_at_any_moment_loses_nothing() {
    for wait in [10, 40, 80, 120, 160, 200, 300] {
        let clones = Clones::new();
        clones.publish_renamed();
        let before = clones.files();
        let mut command = runner();
        crate::common::git::alone(command.arg("update").current_dir(clones.path("mine")));
        let mut child = command
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("it can be started");
        std::thread::sleep(std::time::Duration::from_millis(wait));
        child.kill().ok();
        child.wait().expect("it ends");
        let here = |name: &str| Path::exists(&clones.path("mine").join(name));
        let undone = clones.run(&["update", "--undo"]);
        assert!(
            undone.code == Some(0) || undone.stderr.contains("no update to take back"),
            "{}",
            undone.stderr
        );
        assert_eq!(clones.files(), before, "after {wait} ms");
        assert!(here(SOURCE));
        let lock = clones.path("mine/.git/index.lock");
        // Git's own, if it was killed in the middle.
        std::fs::remove_file(lock).ok();
        clones.run(&["update"]).exits_with(0);
        assert_eq!(clones.read("exercises/07_line_count/src/lib.rs"), MINE);
    }
}
