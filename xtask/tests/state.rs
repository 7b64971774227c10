//! What is saved between runs, and how the commands use it: on a workbook of two exercises, the
//! first solved and the second as it was shipped.

mod common;

use common::{CHECK, assert_graded, exercise, tiny};
use expect_test::expect;

const PROGRESS: &str = ".arena/progress.json";
/// The source of the exercise that is not solved.
const UNSOLVED_SOURCE: &str = "exercises/05_count_lines/src/lib.rs";
const SOLVED_SOURCE: &str = "exercises/02_count_words/src/lib.rs";

#[test]
fn the_last_check_is_remembered() {
    let checkout = tiny();
    assert_graded(&checkout.run(&CHECK));
    let [list, next] = ["list", "next"].map(|command| checkout.run(&[command]).stdout);
    expect![[r#"
         #  exercise     title        minutes  last checked  hints
         2  count-words  Count words        5  passed        0/4
         5  count-lines  Count lines        5  1/2 steps     0/4

        5 count-lines: Count lines
          so far  1 of 2 steps
          read    book/src/counting.md (cargo xtask book)
          edit    exercises/05_count_lines/src/lib.rs
          check   cargo xtask check count-lines
          time    about 5 minutes
    "#]]
    .assert_eq(&(list + "\n" + &next));
}

#[test]
fn saved_state_survives_a_new_name_and_number() {
    let checkout = tiny();
    assert_graded(&checkout.run(&CHECK));
    checkout.run(&["hint", "count-words", "2"]).exits_with(0);
    for folder in ["exercises", "solutions"] {
        let old = checkout.path(folder).join("02_count_words");
        let new = checkout.path(folder).join("03_tell_words");
        std::fs::rename(old, new).expect("the folder is there");
    }
    for (file, from, to) in [
        ("Cargo.toml", "02_count_words", "03_tell_words"),
        (
            "exercises/03_tell_words/Cargo.toml",
            "count-words\"",
            "tell-words\"",
        ),
        (
            "solutions/03_tell_words/Cargo.toml",
            "count-words-solution",
            "tell-words-solution",
        ),
        (
            "solutions/03_tell_words/Cargo.toml",
            "02_count_words",
            "03_tell_words",
        ),
        (
            "exercises/03_tell_words/exercise.toml",
            "minutes = 5",
            "minutes = 5\nformerly = [\"count-words\"]",
        ),
    ] {
        let text = checkout.read(file);
        assert!(text.contains(from), "{file}: {from}");
        checkout.write(file, &text.replace(from, to));
    }
    // A command that only reads finds it, and so does one after another exercise was saved.
    for command in [["list"].as_slice(), &["hint", "count-lines"], &["list"]] {
        let done = checkout.run(command);
        if command == ["list"] {
            let row = "3  tell-words   Count words        5  passed        1/4";
            done.exits_with(0).says(&[row]);
        }
    }
    // Its former name still works.
    checkout
        .run(&["hint", "count-words", "2"])
        .exits_with(0)
        .says(&["tell-words step2_budget, hint 2 of 3"]);
    let exercises = &checkout.progress()["exercises"];
    assert_eq!(exercises["tell-words"]["hints"], 2);
    assert!(exercises["count-words"].is_null());
}

#[test]
fn before_the_first_check_the_first_exercise_is_next() {
    let checkout = tiny();
    checkout
        .run(&["next"])
        .exits_with(0)
        .says(&["2 count-words"]);
    checkout.run(&["open"]).exits_with(0).says(&[SOLVED_SOURCE]);
    assert!(!checkout.path(".arena").exists(), "nothing is saved");
}

#[test]
fn checking_one_exercise_keeps_the_state_of_the_others() {
    let checkout = tiny();
    checkout.run(&["check", "5"]).exits_with(1);
    checkout.run(&["check", "2"]).exits_with(0);
    let exercises = &checkout.progress()["exercises"];
    assert_eq!(exercises["count-words"]["standing"], "passed");
    assert_eq!(exercises["count-lines"]["standing"], "failed");
}

#[test]
fn the_exit_code_is_0_when_all_that_was_asked_passes() {
    let checkout = tiny();
    checkout
        .run(&["check", "count-words"])
        .exits_with(0)
        .says(&["count-words passes"]);
    let solved = checkout.read("solutions/05_count_lines/src/lib.rs");
    checkout.write(UNSOLVED_SOURCE, &solved);
    checkout.run(&["check"]).exits_with(0).says(&["all 2 pass"]);
    checkout
        .run(&["next"])
        .exits_with(0)
        .says(&["Every exercise has passed"]);
}

#[test]
fn a_damaged_file_is_named_and_set_aside_and_the_run_goes_on() {
    let checkout = tiny();
    let half = "{ \"version\": 1, \"exercises\": { \"count-wo";
    checkout.write(PROGRESS, half);
    let done = checkout.run(&CHECK);
    assert_graded(&done);
    done.complains(&[
        PROGRESS,
        "is damaged",
        "kept as .arena/progress.damaged-1.json",
    ]);
    assert_eq!(checkout.read(".arena/progress.damaged-1.json"), half);
    assert_eq!(checkout.progress()["version"], 1);

    checkout.write(PROGRESS, "");
    checkout
        .run(&["hint"])
        .exits_with(0)
        .complains(&[".arena/progress.damaged-2.json"]);
    assert_eq!(checkout.read(".arena/progress.damaged-1.json"), half);
}

#[test]
fn a_newer_file_is_left_as_it_is_and_the_run_goes_on() {
    let checkout = tiny();
    let newer = "{ \"version\": 2, \"exercises\": [\"all\", \"different\"] }\n";
    checkout.write(PROGRESS, newer);
    for arguments in [CHECK.as_slice(), &["hint"], &["list"]] {
        let done = checkout.run(arguments);
        done.complains(&[PROGRESS, "newer workbook", "help: update this checkout"]);
        assert_ne!(done.code, Some(2));
        assert_eq!(checkout.read(PROGRESS), newer);
    }
    assert_graded(&checkout.run(&CHECK));
}

#[test]
fn commands_work_without_saved_state_if_the_folder_cannot_be_written() {
    let checkout = tiny();
    checkout.write(".arena", "in the way");
    let done = checkout.run(&CHECK);
    assert_graded(&done);
    done.complains(&["progress is not saved", PROGRESS]);
    checkout
        .run(&["hint", "5"])
        .exits_with(0)
        .says(&["hint 1 of 3"])
        .complains(&["progress is not saved"]);

    // Without a backup there is no reset.
    let mine = checkout.read(SOLVED_SOURCE);
    let done = checkout.run(&["reset", "2", "--yes"]);
    done.exits_with(2)
        .complains(&["no backup can be kept, so nothing was reset"]);
    assert_eq!(checkout.read(SOLVED_SOURCE), mine);
    assert_eq!(checkout.read(".arena"), "in the way");
}

/// On Windows, only files can be made read-only, not folders.
#[cfg(unix)]
mod read_only {
    use super::*;
    use std::path::Path;
    use std::process::Command;

    /// Skipped, with a message, for users that may write everywhere, such as root.
    #[test]
    fn a_checkout_that_cannot_be_written_is_graded_all_the_same() {
        let checkout = tiny();
        // Cargo shortens the copied lock file, and must do so while it can be written.
        assert_graded(&checkout.run(&CHECK));
        std::fs::remove_dir_all(checkout.path(".arena")).expect("the check made it");
        let _locked = Locked::new(&checkout.root);
        if std::fs::write(checkout.path("probe"), "").is_ok() {
            println!("skipped: this user may write everywhere");
            return;
        }
        let done = checkout.run(&CHECK);
        assert_graded(&done);
        done.complains(&["progress is not saved", PROGRESS]);
        let reset = checkout.run(&["reset", "2", "--yes"]);
        reset.exits_with(2).complains(&["nothing was reset"]);
    }

    /// A folder that nobody may write to, until this is dropped.
    struct Locked<'a>(&'a Path);

    impl<'a> Locked<'a> {
        fn new(root: &'a Path) -> Self {
            chmod("a-w", root);
            Self(root)
        }
    }

    impl Drop for Locked<'_> {
        fn drop(&mut self) {
            chmod("u+w", self.0);
        }
    }

    fn chmod(mode: &str, root: &Path) {
        let status = Command::new("chmod").args(["-R", mode]).arg(root).status();
        assert!(status.expect("every Unix has `chmod`").success());
    }
}

#[test]
fn hints_come_one_at_a_time_and_are_remembered() {
    let checkout = tiny();
    let first = checkout.run(&["hint", "count-lines"]);
    first.exits_with(0).says(&[
        "count-lines step2_budget, hint 1 of 3",
        "2 more for this step; the next: cargo xtask hint count-lines\n",
    ]);
    assert!(!first.stdout.contains("hint 2 of 3"));
    // Only the new one.
    let second = checkout.run(&["hint", "count-lines"]);
    second.says(&["hint 2 of 3"]);
    assert!(!second.stdout.contains("hint 1 of 3"));
    let last = checkout.run(&["hint", "count-lines"]);
    last.exits_with(0).says(&[
        "hint 3 of 3: `text.lines().count()`",
        "That is all for this step",
        "cargo xtask lesson count-lines 2",
        "solution count-lines --spoil",
    ]);
    let none_left = checkout.run(&["hint", "count-lines"]);
    none_left
        .exits_with(0)
        .says(&["All 3 hints for step2_budget were shown"]);
    let again = checkout.run(&["hint", "count-lines", "--again"]);
    again
        .exits_with(0)
        .says(&["hint 1 of 3", "hint 2 of 3", "hint 3 of 3"]);
    assert_eq!(checkout.progress()["exercises"]["count-lines"]["hints"], 3);
    let report = checkout.run(&CHECK).json();
    assert_eq!(exercise(&report, "count-lines")["hints_used"], 3);
    assert_eq!(exercise(&report, "count-words")["hints_used"], 0);
}

#[test]
fn reset_needs_a_terminal_to_ask_on_or_a_flag() {
    let checkout = tiny();
    let mine = checkout.read(SOLVED_SOURCE);
    let done = checkout.run(&["reset", "count-words"]);
    done.exits_with(2)
        .complains(&["no terminal to ask on", "help: add `--yes`"]);
    assert_eq!(checkout.read(SOLVED_SOURCE), mine);
}

#[test]
fn reset_restores_the_starter_and_keeps_every_backup() {
    let checkout = tiny();
    let starter = checkout.read("exercises/02_count_words/bad/lib.rs");
    let mine = [
        checkout.read(SOLVED_SOURCE),
        "//! Another try.\n".to_owned(),
    ];
    for text in &mine {
        checkout.write(SOLVED_SOURCE, text);
        let done = checkout.run(&["reset", "count-words", "--yes"]);
        done.exits_with(0)
            .says(&["Your version is kept: .arena/backups/count-words/"]);
        assert_eq!(checkout.read(SOLVED_SOURCE), starter);
        let backup = done
            .stdout
            .lines()
            .next()
            .and_then(|line| line.split(": ").nth(1));
        assert_eq!(&checkout.read(backup.expect("the backup's path")), text);
    }
    let backups = std::fs::read_dir(checkout.path(".arena/backups/count-words"));
    assert_eq!(backups.map(Iterator::count).ok(), Some(2));
    let again = checkout.run(&["reset", "count-words", "--yes"]);
    again.exits_with(0).says(&["as it was shipped"]);
    assert!(!again.stdout.contains("kept"));
}

#[test]
fn a_solution_is_shown_after_a_pass_or_on_request() {
    let checkout = tiny();
    let solved = checkout.read("solutions/02_count_words/src/lib.rs");
    let refused = checkout.run(&["solution", "2"]);
    refused.exits_with(1).says(&[
        "has not passed yet",
        "cargo xtask check count-words",
        "--spoil",
    ]);
    assert!(!refused.stdout.contains("pub fn"));
    assert_eq!(
        checkout
            .run(&["solution", "2", "--spoil"])
            .exits_with(0)
            .stdout,
        solved
    );
    checkout.run(&["check", "2"]).exits_with(0);
    assert_eq!(
        checkout.run(&["solution", "2"]).exits_with(0).stdout,
        solved
    );
}

#[test]
fn a_failure_names_the_lines_that_allocated() {
    let checkout = tiny();
    let done = checkout.run(&["check"]);
    done.exits_with(1).says(&[
        "count-lines step2_budget: failed\n\n  claim: counting needs no heap\n\ncounting lines, yours: 106 heap",
        "\n  Who needs the lines once they are counted?\n",
        "exercises/05_count_lines/src/lib.rs:5  let all: Vec<String> = text.lines()",
        "test   exercises/05_count_lines/tests/graded/step2_budget.rs",
        "hint   cargo xtask hint count-lines",
        "lesson cargo xtask lesson count-lines",
    ]);
    let report = checkout.run(&CHECK).json();
    let counts = |id: &str, side: &str| exercise(&report, id)["allocations"][side].as_u64();
    assert_eq!(counts("count-words", "yours"), Some(0));
    assert_eq!(counts("count-lines", "yours"), counts("count-lines", "bad"));
    assert!(counts("count-lines", "bad") > Some(100));
}
