//! How the commands are used, and what they answer: names, wrong usage, broken files, pipes.

mod common;

use common::{CHECK, Done, Plan, contains_all, exercise, tiny};
use std::io::Write as _;
use std::process::Stdio;

const UNSOLVED_SOURCE: &str = "exercises/05_count_lines/src/lib.rs";

#[test]
fn an_edited_test_is_reported_and_fails_a_strict_check() {
    let file = "exercises/02_count_words/tests/graded/step2_budget.rs";
    let checkout = Plan::of("tiny")
        .edit(file, ".allocations(0)", ".allocations(9999)")
        .lay_out();
    let done = checkout.run(&["check", "2", "--format", "json"]);
    let report = done.exits_with(0).json();
    assert_eq!(exercise(&report, "count-words")["intact"], false);
    let strict = checkout.run(&["check", "2", "--strict"]);
    strict.exits_with(1).says(&[
        "not as it was shipped: tests/graded/step2_budget.rs",
        "git checkout",
    ]);

    drop(checkout);
    tiny().run(&["check", "2", "--strict"]).exits_with(0);
}

#[test]
fn exercises_are_found_by_number_id_and_prefix() {
    let checkout = tiny();
    for name in ["5", "count-lines", "count-l", "05"] {
        let done = checkout.run(&["open", name]);
        assert_eq!(done.exits_with(0).stdout.trim(), UNSOLVED_SOURCE, "{name}");
    }
}

#[test]
fn an_unknown_name_gets_a_suggestion() {
    let checkout = tiny();
    for command in ["check", "hint", "reset", "solution", "open"] {
        let done = checkout.run(&[command, "count-wrods"]);
        done.exits_with(2).complains(&[
            "`count-wrods`",
            "did you mean `count-words`?",
            "help: see them all with `cargo xtask list`",
        ]);
        assert_eq!(done.stdout, "");
    }
    let done = checkout.run(&["check", "3"]);
    done.exits_with(2).complains(&["`3`", "no exercise"]);
    assert!(!done.stderr.contains("did you mean"), "{}", done.stderr);
}

#[test]
fn an_ambiguous_prefix_lists_the_choices() {
    let done = tiny().run(&["check", "count"]);
    done.exits_with(2).complains(&[
        "`count`",
        "could be count-words or count-lines",
        "help: type more of the name",
    ]);
}

#[test]
fn wrong_usage_exits_with_2_and_shows_the_usage() {
    let checkout = tiny();
    for arguments in [
        ["check", "--speed"],
        ["check", "--timeout=soon"],
        ["chekc", "2"],
        ["check", "--format=xml"],
    ] {
        let done = checkout.run(&arguments);
        done.exits_with(2).complains(&["error: ", "--help"]);
        assert_eq!(done.stdout, "", "{arguments:?}");
    }
}

#[test]
fn without_a_command_or_a_terminal_the_help_is_shown() {
    let done = tiny().run(&[]);
    done.exits_with(0)
        .says(&["Usage: cargo xtask", "Exit codes:"]);
}

/// Runs the shell with this text as its standard input.
fn piped(text: &str) -> Done {
    let checkout = tiny();
    let mut command = checkout.command(&[]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the runner can be started");
    let mut stdin = child.stdin.take().expect("it is a pipe");
    stdin.write_all(text.as_bytes()).expect("it is read");
    drop(stdin);
    child.wait_with_output().expect("it ends").into()
}

#[test]
fn commands_can_be_read_from_a_file() {
    let done = piped("# what to do\nnext\n\n  cargo xtask open 5\nquit\nopen 2\n");
    assert_eq!(done.exits_with(0).stderr, "");
    done.says(&["2 count-words", UNSOLVED_SOURCE]);
    assert!(
        !done
            .stdout
            .contains("exercises/02_count_words/src/lib.rs\nexercises")
    );
    assert!(!done.stdout.contains('\x1b'));
    piped("solution 5\nnext\n")
        .exits_with(1)
        .says(&["has not passed", "2 count-words"]);
}

#[test]
fn an_error_in_a_file_names_the_line_and_ends_the_run() {
    let done = piped("next\nopen 99\nlist\n");
    done.exits_with(2).complains(&[
        "line 2 (`open 99`)",
        "no exercise has this name",
        "help: see",
    ]);
    assert!(!done.stdout.contains("last checked"));
    piped("check --fast\n")
        .exits_with(2)
        .complains(&["line 1", "--fast"]);
}

#[test]
fn outside_a_workbook_the_error_says_where_to_go() {
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let done = Done::of(common::runner().arg("check").current_dir(elsewhere.path()));
    done.exits_with(2).complains(&[
        "no folder here or above holds `exercises/`",
        "help: change to your checkout",
    ]);
}

#[test]
fn commands_work_in_any_folder_of_the_checkout() {
    let checkout = tiny();
    let mut command = checkout.command(&["check"]);
    command.current_dir(checkout.path("exercises/02_count_words/src"));
    Done::of(&mut command)
        .exits_with(1)
        .says(&["count-words", UNSOLVED_SOURCE]);
    assert!(checkout.path(".arena/progress.json").is_file());
}

#[test]
fn a_broken_catalogue_names_the_file_and_the_next_command() {
    let file = "exercises/05_count_lines/exercise.toml";
    let broken = [
        ("minutes = 5\n", "", "missing field `minutes`"),
        ("minutes", "minuets", "unknown field `minuets`"),
        ("minutes = 5", "minutes = [", "exercise.toml:4: "),
    ];
    for (from, to, reason) in broken {
        let checkout = Plan::of("tiny").edit(file, from, to).lay_out();
        for command in ["check", "list"] {
            let done = checkout.run(&[command]);
            done.exits_with(2).complains(&[file, reason]);
            let last = done.stderr.lines().last().unwrap_or_default();
            contains_all(last, &["help: ", &format!("`git checkout {file}`")]);
        }
    }
}

#[test]
fn folders_that_do_not_sort_by_their_numbers_are_named() {
    let checkout = tiny();
    let rename = |from: &str, to: &str| {
        let renamed = std::fs::rename(checkout.path(from), checkout.path(to));
        renamed.expect("the folder is there");
    };
    rename("exercises/05_count_lines", "exercises/2_count_lines");
    let members = checkout.read("Cargo.toml");
    let members = members.replace("exercises/05_count_lines", "exercises/2_count_lines");
    checkout.write("Cargo.toml", &members);
    let done = checkout.run(&["list"]);
    let reason = "it comes after exercise 2, but its number is 2";
    done.exits_with(2)
        .complains(&["exercises/2_count_lines", reason, "help: "]);
}

#[test]
fn two_exercises_cannot_claim_the_same_name() {
    let file = "exercises/05_count_lines/exercise.toml";
    let claim = "minutes = 5\nformerly = [\"count-words\"]";
    let checkout = Plan::of("tiny").edit(file, "minutes = 5", claim).lay_out();
    let done = checkout.run(&["list"]);
    done.exits_with(2).complains(&[
        file,
        "`count-words` and `count-lines` claim the same name",
        "help: ",
    ]);
}

#[test]
fn a_pipe_gets_no_escape_codes() {
    let checkout = tiny();
    for arguments in [
        ["check"].as_slice(),
        &CHECK,
        &["list"],
        &["next"],
        &["check", "nobody"],
    ] {
        let done = checkout.run(arguments);
        assert!(!done.stdout.contains('\x1b'), "{}", done.stdout);
        assert!(!done.stderr.contains('\x1b'), "{}", done.stderr);
    }
    // There are escape codes if they are asked for, so this test could fail.
    let done = Done::of(checkout.command(&["list"]).env("CLICOLOR_FORCE", "1"));
    done.exits_with(0).says(&["\x1b["]);
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let checkout = tiny();
    let mut command = checkout.command(&["list"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the runner can be started");
    drop(child.stdout.take());
    let done = Done::from(child.wait_with_output().expect("it ends"));
    done.exits_with(0);
    assert_eq!(done.stderr, "");
}

#[test]
fn a_starter_earns_no_points_and_a_solved_exercise_all() {
    let checkout = tiny();
    for (exercise, code, points) in [("count-lines", 1, 0), ("count-words", 0, 1)] {
        let done = checkout.run(&["check", exercise, "--format", "github-classroom"]);
        let results = done.exits_with(code).json();
        assert_eq!(results["max_score"], 1, "a step that the starter fails");
        assert_eq!(results["tests"][0]["score"], points);
    }
    // A step that any version passes earns no point, and costs all of them if it fails.
    let wrong =
        "//! Counts nothing.\n\n/// None.\npub fn count(_text: &str) -> usize {\n    0\n}\n";
    checkout.write("exercises/02_count_words/src/lib.rs", wrong);
    let done = checkout.run(&["check", "count-words", "--format", "github-classroom"]);
    let results = done.exits_with(1).json();
    assert_eq!(results["tests"].as_array().map(Vec::len), Some(1));
    assert_eq!(results["tests"][0]["score"], 0);
    assert!(
        results["tests"][0]["message"]
            .as_str()
            .unwrap_or_default()
            .contains("1 answers"),
        "{results}"
    );
}
