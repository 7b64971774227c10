//! `new`: what it adds works at once and touches nothing else. The author's guide in the book is
//! followed to the letter, in a copy of the repository.

mod common;

use common::{Checkout, Done, Plan, contains_all, repository};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

const SUMMARY: &str = "book/src/SUMMARY.md";
/// The id that the guide takes for an example.
const EXAMPLE: &str = "stack-of-scopes";
/// An id that the repository does not have.
const ID: &str = "made-by-a-test";

/// Files by their paths.
type Files = BTreeMap<String, Vec<u8>>;

#[test]
fn the_authors_guide_holds_to_the_letter() {
    let commands = commands_of_the_guide();
    let checkout = Plan::of_repository().lay_out();
    let id = free_id(&commands[0], &checkout);
    let commands: Vec<String> = commands
        .iter()
        .map(|command| command.replace(EXAMPLE, &id))
        .collect();
    let (first, others) = commands.split_first().expect("the guide shows commands");
    let before = checkout.files();
    follow(&checkout, first).exits_with(0).says(&["New: "]);
    assert_adds_a_line_to(&["Cargo.toml", SUMMARY], &before, &checkout);

    let made = checkout.files();
    assert!(others.len() > 3, "{others:?}");
    for command in others {
        let done = follow(&checkout, command);
        let words = words(command);
        assert!(words.contains(&&*id), "`{command}`");
        match words[0] {
            "verify" => verified(&done, &words),
            "check" => {
                done.exits_with(1)
                    .says(&["step2_budget: failed", "10 013 heap allocations"]);
            }
            _ => panic!("`{command}`: say here how it should end"),
        }
    }
    // `verify --bless` found nothing to write that was not there, and cargo nothing to lock.
    assert_eq!(differing(&made, &checkout.files()), BTreeSet::new());
    is_formatted(&checkout, &before);
}

/// Speed is measured where the guide says so; whether this machine is quiet enough is another matter.
#[track_caller]
fn verified(done: &Done, words: &[&str]) {
    let mut parts = vec!["1 starter fails as declared, 1 solution passes"];
    if words.contains(&"--deep") {
        parts.push("3 honest variants pass, 3 tricks fail");
    }
    done.says(&parts);
    let noise = [
        "does not beat Bad beyond",
        "called faster in",
        "no result in",
    ];
    let is_noise = noise.iter().any(|part| done.stdout.contains(part));
    match words.contains(&"--no-speed") || !is_noise {
        true => done.exits_with(0),
        false => done.exits_with(1),
    };
}

/// The commands that the guide shows, without what follows `cargo xtask`'s `#`.
fn commands_of_the_guide() -> Vec<String> {
    let text = std::fs::read_to_string(repository().join("book/src/writing.md"));
    let text = text.expect("the guide is there");
    let blocks = text.split("```console\n").skip(1);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap_or_default().lines());
    let commands = lines.map(|line| {
        let command = line.strip_prefix("$ cargo xtask ");
        let command = command.unwrap_or_else(|| panic!("`{line}` does not run the runner"));
        command
            .split('#')
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned()
    });
    commands.collect()
}

/// The guide's id, or, where somebody has followed the guide in this repository, one like it.
fn free_id(first: &str, checkout: &Checkout) -> String {
    assert_eq!(words(first), ["new", "exercise", EXAMPLE]);
    let files = checkout.files();
    let mut id = EXAMPLE.to_owned();
    let is_taken = |id: &str| {
        let (folder, chapter) = (format!("_{}/", id.replace('-', "_")), format!("{id}.md"));
        let mut names = files.keys();
        names.any(|name| name.contains(&folder) || name.ends_with(&chapter))
    };
    while is_taken(&id) {
        id += "-too";
    }
    id
}

fn words(command: &str) -> Vec<&str> {
    command.split_whitespace().collect()
}

fn follow(checkout: &Checkout, command: &str) -> Done {
    checkout.run(&words(command))
}

/// All that was added is formatted, variants too. Where rustfmt is not installed, nobody formats.
fn is_formatted(checkout: &Checkout, before: &Files) {
    let is_here = Command::new("rustfmt").arg("--version").output().is_ok();
    if !is_here {
        println!("skipped: there is no rustfmt here");
        return;
    }
    let files = checkout.files();
    let new = files
        .keys()
        .filter(|name| !before.contains_key(*name) && name.ends_with(".rs"));
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--check", "--edition", "2024"]).args(new);
    Done::of(rustfmt.current_dir(&checkout.root)).exits_with(0);
}

/// Asserts that of the files that were there, these have one line more, and no other has changed but
/// the lock file.
#[track_caller]
fn assert_adds_a_line_to(edited: &[&str], before: &Files, checkout: &Checkout) {
    let after = checkout.files();
    let gone: Vec<_> = before
        .keys()
        .filter(|name| !after.contains_key(*name))
        .collect();
    assert_eq!(gone, Vec::<&String>::new());
    let mut changed = differing(before, &after);
    changed.retain(|name| before.contains_key(*name) && *name != "Cargo.lock");
    assert_eq!(changed, edited.iter().copied().collect());
    for file in edited {
        let (old, new) = (lines(&before[*file]), lines(&after[*file]));
        let at = old
            .iter()
            .zip(&new)
            .take_while(|(old, new)| old == new)
            .count();
        assert_eq!(new.len(), old.len() + 1, "{file}");
        assert_eq!(new[at + 1..], old[at..], "{file}");
    }
}

/// The files that only one of them has, or that differ.
fn differing<'f>(before: &'f Files, after: &'f Files) -> BTreeSet<&'f str> {
    let names = before.keys().chain(after.keys());
    let differ = names.filter(|name| before.get(*name) != after.get(*name));
    differ.map(String::as_str).collect()
}

fn lines(bytes: &[u8]) -> Vec<&str> {
    let text = std::str::from_utf8(bytes).expect("it is text");
    text.lines().collect()
}

/// The workbook of two exercises, with a book of two chapters.
fn with_book() -> Plan {
    Plan::of("tiny")
        .write(
            SUMMARY,
            "# Summary\n\n- [Words](words.md)\n\n# Background\n\n- [More](more.md)\n",
        )
        .write("book/src/words.md", "# Words\n")
        .write("book/src/more.md", "# More\n")
        .edit(
            "exercises/05_count_lines/exercise.toml",
            "minutes = 5
",
            "minutes = 5
formerly = [\"lines-of-old\"]
",
        )
}

#[test]
fn a_mistake_is_named_and_leaves_nothing_behind() {
    let checkout = with_book()
        .write("book/src/taken.md", "# Taken\n")
        .write("solutions/06_half_done/notes.md", "Mine.\n")
        .lay_out();
    let before = checkout.files();
    for (arguments, parts) in [
        (
            &["exercise", "Count_Words"][..],
            &["`Count_Words`", "cannot be", "help: use lower-case"][..],
        ),
        (
            &["exercise", "loop"],
            &["`loop`", "keyword", "help: choose another"],
        ),
        (
            &["exercise", "count-words"],
            &["is an exercise already: exercises/02_count_words", "help: "],
        ),
        (
            &["exercise", "lines-of-old"],
            &["exercises/05_count_lines was called before", "help: "],
        ),
        (
            &["exercise", "yardstick"],
            &["package `yardstick`", "help: "],
        ),
        (
            &["exercise", "count-words-bad"],
            &["package `count-words-bad`", "help: "],
        ),
        (
            &["exercise", "taken"],
            &["book/src/taken.md: already exists", "--chapter taken.md"],
        ),
        (
            &["exercise", "half-done"],
            &["solutions/06_half_done: already exists", "help: remove"],
        ),
        (
            &["exercise", "a", "--chapter", "b.md"],
            &["`b.md`", SUMMARY, "--chapter parsing.md"],
        ),
        (
            &["chapter", "words"],
            &["book/src/words.md: already exists", "help: "],
        ),
        (
            &["chapter", "words.md"],
            &["`words.md`", "help: use lower-case"],
        ),
    ] {
        let done = checkout.run(&[&["new"], arguments].concat());
        done.exits_with(2).complains(parts);
        assert_eq!(done.stdout, "", "{arguments:?}");
        assert_eq!(
            differing(&before, &checkout.files()),
            BTreeSet::new(),
            "{arguments:?}"
        );
    }
}

#[test]
fn outside_of_a_workbook_nothing_is_added() {
    let elsewhere = tempfile::tempdir().expect("there is a folder for temporary files");
    let mut command = common::runner();
    command
        .args(["new", "exercise", "a"])
        .current_dir(elsewhere.path());
    Done::of(&mut command)
        .exits_with(2)
        .complains(&["no folder here or above", "help: change to your checkout"]);
}

#[test]
fn a_dry_run_lists_what_would_be_written() {
    let checkout = with_book().lay_out();
    for arguments in [
        ["new", "exercise", ID],
        ["new", "chapter", "growing-in-place"],
    ] {
        let before = checkout.files();
        let dry = checkout.run(&[&arguments[..], &["--dry-run"]].concat());
        assert_eq!(differing(&before, &checkout.files()), BTreeSet::new());
        let listed = dry.exits_with(0).stdout.lines();
        let listed: BTreeSet<_> = listed
            .filter(|line| !line.contains(": one line more: "))
            .collect();
        checkout.run(&arguments).exits_with(0);
        let after = checkout.files();
        let added = differing(&before, &after);
        let is_new = |name: &&&str| !before.contains_key(**name);
        let made: BTreeSet<_> = added.iter().filter(is_new).copied().collect();
        assert!(made.is_subset(&listed), "{arguments:?}: {made:?}");
        contains_all(&dry.stdout, &["SUMMARY.md: one line more: - ["]);
    }
}

#[test]
fn an_exercise_may_go_into_a_chapter_that_is_there() {
    let checkout = with_book().lay_out();
    let before = checkout.files();
    let done = checkout.run(&["new", "exercise", ID, "--chapter", "more.md"]);
    let card = "book/src/more.md, on a line of its own: {{#exercise made-by-a-test}}";
    done.exits_with(0).says(&[card]);
    assert_adds_a_line_to(&["Cargo.toml"], &before, &checkout);
    let settings = checkout.read("exercises/06_made_by_a_test/exercise.toml");
    contains_all(
        &settings,
        &["chapter = \"more.md\"", "title = \"Made by a test\""],
    );
}

#[test]
fn a_chapter_is_a_file_and_a_line_of_the_list() {
    let checkout = with_book()
        .edit(
            "exercises/02_count_words/exercise.toml",
            "counting.md",
            "words.md",
        )
        .lay_out();
    let before = checkout.files();
    checkout
        .run(&["new", "chapter", "growing-in-place"])
        .exits_with(0);
    assert_adds_a_line_to(&[SUMMARY], &before, &checkout);
    let added = "- [Words](words.md)\n- [Growing in place](growing-in-place.md)\n";
    contains_all(&checkout.read(SUMMARY), &[added]);
    let text = checkout.read("book/src/growing-in-place.md");
    contains_all(
        &text,
        &[
            "# Growing in place\n",
            "book/listings/src/growing_in_place.rs",
        ],
    );
}

#[test]
fn what_cannot_be_written_whole_is_not_written() {
    // There is a file where the folder of the solutions should be.
    let mut plan = with_book();
    for exercise in ["02_count_words", "05_count_lines"] {
        plan = plan.without(&format!("solutions/{exercise}"));
    }
    let checkout = plan.write("solutions", "").lay_out();
    let before = checkout.files();
    checkout
        .run(&["new", "exercise", ID])
        .exits_with(2)
        .complains(&[
            "solutions/06_made_by_a_test/Cargo.toml: cannot be written",
            "nothing was changed",
        ]);
    assert_eq!(differing(&before, &checkout.files()), BTreeSet::new());
    assert!(!checkout.path("exercises/06_made_by_a_test").exists());
}
