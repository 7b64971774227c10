//! `grade` takes nothing but sources from what is handed in, changes none of it, and is stopped by none.

mod common;

use common::workshop::git;
use common::{Checkout, contains_all, tiny};
use serde_json::Value;
use std::path::Path;

const WORDS: &str = "exercises/02_count_words/src/lib.rs";
const LINES: &str = "exercises/05_count_lines/src/lib.rs";

/// The graded exercise of a submission.
#[track_caller]
fn result<'a>(submission: &'a Value, id: &str) -> &'a Value {
    let exercises = submission["exercises"].as_array().expect("a list");
    let found = exercises.iter().find(|exercise| exercise["id"] == id);
    found.unwrap_or_else(|| panic!("{submission} has no {id}"))
}

fn grade(checkout: &Checkout, sources: &[&str]) -> Vec<Value> {
    let arguments = [&["grade", "--format", "json"], sources].concat();
    let report = checkout.run(&arguments).exits_with(1).json();
    report["submissions"].as_array().expect("a list").clone()
}

#[test]
fn only_sources_of_a_submission_are_used() {
    let checkout = tiny();
    let solved = checkout.read(WORDS);
    // Theirs, with tests that everything passes.
    checkout.write(&format!("ann/{WORDS}"), &solved);
    checkout.write(&format!("ann/{LINES}"), &checkout.read(LINES));
    let wrong = solved.replace(".count()", ".count() + 1");
    checkout.write(&format!("ben/{WORDS}"), &wrong);
    checkout.write("ben/exercises/02_count_words/tests/graded/main.rs", "");
    checkout.write(
        "ben/exercises/02_count_words/build.rs",
        "fn main() { panic!() }",
    );
    checkout.write("ben/Cargo.toml", "not TOML");
    let before = all_files(&checkout.path("ben"));

    let submissions = grade(&checkout, &["ann", "ben"]);
    assert_eq!(result(&submissions[0], "count-words")["standing"], "passed");
    assert_eq!(
        result(&submissions[0], "count-lines")["standing"],
        "not_begun"
    );
    let bens = result(&submissions[1], "count-words");
    assert_eq!(bens["standing"], "failed");
    contains_all(&bens["failure"].to_string(), &["step1_answers"]);
    assert_eq!(
        result(&submissions[1], "count-lines")["standing"],
        "missing"
    );
    assert_eq!(all_files(&checkout.path("ben")), before);
    // What is saved is the learner's own.
    assert!(!checkout.path(".arena/progress.json").exists());
}

/// What is right in a debug build only is wrong, whoever grades it: what people ship is optimised.
#[test]
fn what_passes_must_pass_with_optimisation_too() {
    let checkout = tiny();
    let solved = checkout.read(WORDS);
    let in_debug = "    if cfg!(not(debug_assertions)) {\n        return 0;\n    }\n    text";
    let differs = solved.replacen("    text", in_debug, 1);
    assert_ne!(differs, solved);
    checkout.write(&format!("ann/{WORDS}"), &differs);
    checkout.write(&format!("ben/{WORDS}"), &solved);
    let submissions = grade(&checkout, &["ann", "ben"]);
    let anns = result(&submissions[0], "count-words");
    assert_eq!(anns["standing"], "failed");
    contains_all(&anns["failure"].to_string(), &["tried once more"]);
    assert_eq!(result(&submissions[1], "count-words")["standing"], "passed");

    checkout.write(WORDS, &differs);
    for arguments in [
        &["check", "2"][..],
        &["check", "2", "--strict", "--no-speed"],
    ] {
        let done = checkout.run(arguments);
        done.exits_with(1)
            .says(&["count-words step1_answers: failed", "tried once more"]);
    }
    let saved = &checkout.progress()["exercises"]["count-words"];
    assert_eq!(saved["standing"], "failed");
    assert!(saved["best"].is_null(), "{saved}");
    // Whoever only looks at grades is not kept waiting.
    checkout.run(&["check", "2", "--no-speed"]).exits_with(0);

    checkout.write(WORDS, &solved);
    checkout.run(&["check", "2"]).exits_with(0);
    assert!(checkout.progress()["exercises"]["count-words"]["best"].is_object());
}

#[test]
fn one_submission_costs_no_other() {
    let checkout = tiny();
    let solved = checkout.read(WORDS);
    let huge = format!("// {}\n", "x".repeat(2 << 20));
    let sources = [
        ("a", "fn main( {".to_owned(), "build_failed"),
        ("b", huge, "unreadable"),
        (
            "c",
            solved.replace("    text", "    loop {}\n    text"),
            "failed",
        ),
        ("d", solved.clone(), "passed"),
        (
            "e",
            solved.replace("    text", "    std::process::exit(0);\n    text"),
            "failed",
        ),
    ];
    for (name, source, _) in &sources {
        checkout.write(&format!("{name}/{WORDS}"), source);
    }
    let names = sources.each_ref().map(|(name, ..)| *name);
    let arguments = [&["--timeout", "2"][..], &names, &["nowhere"]].concat();
    let submissions = grade(&checkout, &arguments);
    for (submission, (name, _, standing)) in submissions.iter().zip(&sources) {
        let words = result(submission, "count-words");
        assert_eq!(words["standing"], *standing, "{name}: {words}");
    }
    contains_all(
        &submissions[5]["error"].to_string(),
        &["nowhere", "neither a folder nor a commit", "help: "],
    );
}

/// A link may lead to what is nobody's business.
#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let checkout = tiny();
    checkout.write(&format!("ann/{WORDS}"), "x");
    let path = checkout.path(&format!("ann/{WORDS}"));
    std::fs::remove_file(&path).expect("it was written");
    std::os::unix::fs::symlink(checkout.path(WORDS), &path).expect("links can be made");
    let submissions = grade(&checkout, &["ann"]);
    let words = result(&submissions[0], "count-words");
    assert_eq!(words["standing"], "unreadable");
    contains_all(&words["failure"].to_string(), &["src/lib.rs: is a link"]);
}

#[test]
fn a_branch_is_graded_without_being_checked_out() {
    let checkout = tiny();
    let git = |arguments: &[&str]| git(&checkout.root, arguments);
    git(&["init", "-q", "-b", "main"]);
    git(&["add", WORDS, LINES]);
    git(&["commit", "-qm", "as shipped"]);
    git(&["checkout", "-qb", "ann"]);
    let solved = checkout
        .read(WORDS)
        .replace("split_whitespace()", "split_ascii_whitespace()");
    checkout.write(
        LINES,
        &solved.replace("split_ascii_whitespace()", "lines()"),
    );
    git(&["commit", "-qam", "solved"]);
    git(&["checkout", "-q", "main"]);
    let done = checkout.run(&["grade", "ann", "--only", "count-lines", "--format", "json"]);
    let submission = done.exits_with(0).json()["submissions"][0].clone();
    std::fs::remove_dir_all(checkout.path(".git")).expect("it was made here");
    assert_eq!(result(&submission, "count-lines")["standing"], "passed");
    assert_eq!(submission["passed"], 1);
}

#[test]
fn the_table_and_markdown_say_the_same() {
    let checkout = tiny();
    checkout.write(&format!("ann/{WORDS}"), &checkout.read(WORDS));
    let table = checkout.run(&["grade", "ann"]);
    table
        .exits_with(1)
        .says(&["count-words", "pass", "missing", "ann: 1 of 2 pass"]);
    let markdown = checkout.run(&["grade", "ann", "--format", "markdown"]);
    markdown.exits_with(1).says(&[
        "| handed in | pass | count-words | count-lines |",
        "| ann | 1 | pass | missing |",
    ]);
}

fn all_files(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("it is there").flatten() {
            match entry.path().is_dir() {
                true => folders.push(entry.path()),
                false => {
                    let bytes = std::fs::read(entry.path()).expect("readable");
                    files.push((entry.path(), bytes));
                }
            }
        }
    }
    files.sort();
    files
}
