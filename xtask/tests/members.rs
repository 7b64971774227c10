//! The exercises are those that `members` in the root manifest names. Other folders beside them,
//! and odd paths of the checkout, change no result; a broken member is named.

mod common;

use common::{CHECK, Done, Plan, assert_graded, contains_all, exercise};

const FOLDER: &str = "exercises/02_count_words";

#[test]
fn a_folder_that_is_not_an_exercise_changes_nothing() {
    let checkout = Plan::of("tiny")
        .write("exercises/notes/monday.md", "Ask about chunks.\n")
        .write("solutions/notes/monday.md", "Do not look.\n")
        .lay_out();
    assert_graded(&checkout.run(&CHECK));
}

/// Two packages with the same name: cargo would refuse to build either.
#[test]
fn a_copy_of_an_exercise_changes_nothing() {
    let checkout = Plan::of("tiny")
        .copy(FOLDER, &format!("{FOLDER}_old"))
        .lay_out();
    assert_graded(&checkout.run(&CHECK));
}

/// Cargo takes brackets in a path for a pattern when it expands globs among the members.
#[test]
fn a_checkout_below_brackets_is_graded_like_any_other() {
    let brackets = "tiny [in brackets]";
    let mut plan = Plan::of("tiny").at(brackets);
    for kind in ["honest", "tricks"] {
        for number in 1..=3 {
            let file = format!("solutions/02_count_words/variants/{kind}/v{number}.rs");
            let source = "//! Wrong.\n//! Fails in: step1_answers\n\n\
                /// None.\npub fn count(_text: &str) -> usize {\n    0\n}\n";
            plan = plan.write(&file, source);
        }
    }
    let checkout = plan.lay_out();
    assert_graded(&checkout.run(&CHECK));
    // Variants are laid out below the target folder.
    let target = common::target().with_file_name(brackets);
    let mut command = checkout.command(&["verify", "2", "--deep", "--no-speed"]);
    let done = Done::of(command.env("CARGO_TARGET_DIR", target));
    done.exits_with(1)
        .says(&["1 solution passes, 0 honest variants pass, 3 tricks fail"]);
}

#[test]
fn a_missing_member_is_named_with_the_next_command() {
    let checkout = Plan::of("tiny").without(FOLDER).lay_out();
    for command in ["check", "list"] {
        let done = checkout.run(&[command]);
        done.exits_with(2).complains(&[
            &format!("{FOLDER}: is named by `members` in Cargo.toml, but is missing"),
            &format!("help: restore it with `git checkout {FOLDER}`"),
        ]);
    }
}

#[test]
fn a_broken_baseline_costs_its_own_exercise_and_no_other() {
    let file = format!("{FOLDER}/bad/lib.rs");
    let broken = Plan::of("tiny").edit(&file, "-> usize", "-> String");
    let missing = Plan::of("tiny").without(&file);
    for (plan, error) in [(broken, "error[E0308]"), (missing, "error: couldn't")] {
        let report = plan.lay_out().run(&CHECK).exits_with(1).json();
        let words = exercise(&report, "count-words");
        assert_eq!(words["standing"], "build_failed");
        contains_all(
            words["message"].as_str().unwrap_or_default(),
            &[error, &file],
        );
        assert_eq!(exercise(&report, "count-lines")["standing"], "failed");
    }
}

#[test]
fn a_baseline_without_its_manifest_is_named_with_the_next_command() {
    let file = format!("{FOLDER}/bad/Cargo.toml");
    let checkout = Plan::of("tiny").without(&file).lay_out();
    checkout.run(&["check"]).exits_with(2).complains(&[
        &format!("{file}: cannot be read"),
        &format!("help: restore it with `git checkout {file}`"),
    ]);
}
