//! Private exercises: in a folder that workshop.toml names, they are exercises like all others, and what is broken there
//! costs no other exercise anything.

mod common;

use common::{CHECK, Checkout, Plan, contains_all, exercise};

const WORDS: &str = "exercises/02_count_words";
const LINES: &str = "exercises/05_count_lines";
const OWN: &str = "ours/exercises/51_own_words";
const PLAN: &str = "title = \"Ours\"\nexercises = [\"ours\"]\n";

/// The workbook of two exercises, and in a folder of it a private copy of each: one is solved, and one is a starter.
fn with_private() -> Plan {
    let mut plan = Plan::of("tiny").write("workshop.toml", PLAN);
    for (from, to, number) in [(WORDS, "own-words", 51), (LINES, "own-lines", 52)] {
        let (slug, id) = (to.replace('-', "_"), from[13..].replace('_', "-"));
        let folder = format!("ours/exercises/{number}_{slug}");
        plan = plan.copy(from, &folder).copy(
            &from.replace("exercises", "solutions"),
            &format!("ours/solutions/{number}_{slug}"),
        );
        for file in ["Cargo.toml", "bad/Cargo.toml"] {
            plan = plan.edit(&format!("{folder}/{file}"), &id, to);
        }
        let solution = format!("ours/solutions/{number}_{slug}");
        let old = &from[10..];
        for (file, from, to) in [
            ("Cargo.toml", &*id, to),
            ("Cargo.toml", old, &*format!("{number}_{slug}")),
            ("tests/graded.rs", old, &*format!("{number}_{slug}")),
            ("tests/graded.rs", &*id.replace('-', "_"), &*slug),
        ] {
            let file = format!("{solution}/{file}");
            plan = plan.edit_if(&file, from, to);
        }
        for file in ["main.rs", "step1_answers.rs", "step2_budget.rs"] {
            plan = plan.edit_if(
                &format!("{folder}/tests/graded/{file}"),
                &id.replace('-', "_"),
                &slug,
            );
        }
    }
    plan
}

#[test]
fn they_are_exercises_like_all_others() {
    let checkout = with_private().lay_out();
    let report = checkout.run(&CHECK).exits_with(1).json();
    for (id, standing) in [
        ("count-words", "passed"),
        ("count-lines", "failed"),
        ("own-words", "passed"),
        ("own-lines", "failed"),
    ] {
        assert_eq!(exercise(&report, id)["standing"], standing, "{id}");
    }
    checkout
        .run(&["list"])
        .says(&["51", "own-words", "52", "own-lines"]);
    checkout
        .run(&["check", "own-lines", "--no-speed"])
        .exits_with(1)
        .says(&["step2_budget"]);
    checkout.run(&["hint", "own-lines"]).exits_with(0);
    let source = "ours/exercises/52_own_lines/src/lib.rs";
    let starter = checkout.read(source);
    checkout.write(source, &format!("{starter}// Mine.\n"));
    checkout
        .run(&["reset", "own-lines", "--yes"])
        .says(&[&format!("{source} is as it was shipped.")]);
    assert_eq!(checkout.read(source), starter);
    checkout.write(source, "pub fn broken( {}\n");
    checkout
        .run(&["check", "52", "--no-speed"])
        .exits_with(1)
        .says(&["does not compile", "src/lib.rs"]);
    checkout.run(&["undo", "own-lines"]).exits_with(0);
    assert_eq!(checkout.read(source), starter);
    let manifest = checkout.read("ours/Cargo.toml");
    contains_all(
        &manifest,
        &[
            "Written by `cargo xtask`",
            "exercises/51_own_words",
            "solutions/52_own_lines",
        ],
    );
}

#[test]
fn a_folder_beside_the_workbook_serves_as_well() {
    let beside = tempfile::tempdir().expect("a temporary folder");
    let checkout = with_private().lay_out();
    std::fs::rename(checkout.path("ours"), beside.path().join("ours")).expect("one file system");
    let name = beside
        .path()
        .join("ours")
        .to_string_lossy()
        .replace('\\', "/");
    checkout.write(
        "workshop.toml",
        &PLAN.replace("\"ours\"", &format!("{name:?}")),
    );
    let report = checkout
        .run(&["check", "51", "52", "2", "--no-speed", "--format", "json"])
        .exits_with(1)
        .json();
    assert_eq!(exercise(&report, "own-words")["standing"], "passed");
    assert_eq!(exercise(&report, "own-lines")["standing"], "failed");
    assert_eq!(exercise(&report, "count-words")["standing"], "passed");
}

#[test]
fn a_missing_folder_is_named_with_its_line_and_the_next_command() {
    let checkout = with_private().without("ours").lay_out();
    for command in ["next", "check"] {
        checkout.run(&[command]).exits_with(2).complains(&[
            "workshop.toml:2: there is no folder `ours/exercises`",
            "cargo xtask new exercise ID --in ours",
        ]);
    }
}

/// Each mistake is in one of two private exercises; the other, and the workbook's, are graded.
#[test]
fn a_broken_one_costs_no_other_exercise_anything() {
    let manifest = format!("{OWN}/Cargo.toml");
    for (plan, told) in [
        (
            with_private().write(&format!("{OWN}/exercise.toml"), "title = \n"),
            "ours/exercises/51_own_words/exercise.toml:1",
        ),
        (
            with_private().write(&manifest, "[package\n"),
            "ours/exercises/51_own_words/Cargo.toml:1",
        ),
        (
            with_private().edit(&manifest, "\"own-words\"", "\"count-words\""),
            "its id or its number is that of exercise 2 count-words",
        ),
    ] {
        let checkout = plan.lay_out();
        let done = checkout.run(&["check", "--no-speed", "--format", "json"]);
        done.exits_with(1).complains(&["warning: ", told]);
        assert_others_graded(&checkout);
        checkout.run(&["check", "own-words"]).exits_with(2);
    }
    let checkout = with_private()
        .copy(OWN, "ours/exercises/05_same_number")
        .lay_out();
    checkout.run(&["list"]).exits_with(0).complains(&[
        "ours/exercises/05_same_number: its id or its number is that of exercise 5 count-lines",
    ]);
    assert_others_graded(&checkout);
    // What only cargo finds.
    let checkout = with_private()
        .edit(
            &manifest,
            "[dev-dependencies]\n",
            "[dev-dependencies]\nnowhere = { path = \"nowhere\" }\n",
        )
        .lay_out();
    let report = checkout.run(&CHECK).exits_with(1).json();
    assert_eq!(exercise(&report, "own-words")["standing"], "build_failed");
    contains_all(
        exercise(&report, "own-words")["message"]
            .as_str()
            .unwrap_or_default(),
        &["nowhere"],
    );
    assert_others_graded(&checkout);
}

#[track_caller]
fn assert_others_graded(checkout: &Checkout) {
    let report = checkout
        .run(&["check", "--no-speed", "--format", "json"])
        .json();
    for (id, standing) in [
        ("count-words", "passed"),
        ("count-lines", "failed"),
        ("own-lines", "failed"),
    ] {
        assert_eq!(exercise(&report, id)["standing"], standing, "{id}");
    }
}
