//! `doctor`: what it finds, what it advises, and how it ends. The workbook of two exercises is
//! enough for that; noise is measured in the real workbook, by `.ci/run`.

mod common;

use common::{CHECK, Checkout, Done, tiny};
use serde_json::Value;

/// A workbook with its lock file as cargo leaves it.
fn built() -> Checkout {
    let checkout = tiny();
    checkout.run(&CHECK).exits_with(1);
    checkout
}

fn finding<'a>(report: &'a Value, name: &str) -> &'a Value {
    let findings = report["findings"].as_array().expect("a list of findings");
    let found = findings.iter().find(|finding| finding["name"] == name);
    found.unwrap_or_else(|| panic!("the report has no {name}"))
}

#[test]
fn a_machine_that_built_this_is_ready() {
    let checkout = built();
    let done = checkout.run(&["doctor", "--no-speed", "--format", "json"]);
    let report = done.exits_with(0).json();
    assert_eq!(report["version"], 2);
    assert_eq!(report["ready"], true);
    assert_eq!(report["noise"], Value::Null);
    assert_ne!(finding(&report, "disk")["state"], "problem", "{report}");
    for name in ["toolchain", "dependencies"] {
        assert_eq!(finding(&report, name)["state"], "good", "{report}");
    }
    for finding in report["findings"].as_array().expect("a list") {
        assert_eq!(
            finding["help"].is_null(),
            finding["state"] == "good",
            "{finding}"
        );
    }
    let done = checkout.run(&["doctor", "--no-speed"]);
    done.exits_with(0).says(&[
        " ok    toolchain     rustc ",
        " ok    dependencies  all there: no network is needed",
        "not a terminal: plain lines",
        "This machine is ready.",
    ]);
}

#[test]
fn dependencies_missing_offline_are_a_problem_with_a_remedy() {
    let checkout = built();
    let empty = tempfile::tempdir().expect("a temporary folder");
    let mut command = checkout.command(&["doctor", "--format", "json"]);
    let done = Done::of(command.env("CARGO_HOME", empty.path()));
    let report = done.exits_with(2).json();
    assert_eq!(report["ready"], false);
    let found = finding(&report, "dependencies");
    assert_eq!(found["state"], "problem");
    let help = found["help"].as_str().unwrap_or_default();
    assert!(help.contains("`cargo fetch --locked`"), "{found}");
    done.complains(&["is not ready: 1 of 7 findings is a problem", "help: "]);
}

#[test]
fn a_lock_file_that_does_not_match_is_a_problem() {
    let checkout = built();
    checkout.write("Cargo.lock", "version = 4\n");
    let done = checkout.run(&["doctor", "--no-speed"]);
    done.exits_with(2)
        .says(&["Cargo.lock does not match", "git checkout Cargo.lock"]);
    // Restores the copy for the next test.
    checkout.run(&CHECK).exits_with(1);
}

#[test]
fn a_missing_editor_is_noted_and_is_not_a_problem() {
    let checkout = built();
    let mut command = checkout.command(&["doctor", "--no-speed"]);
    command.env("VISUAL", "no-such-editor --wait");
    let done = Done::of(&mut command);
    done.exits_with(0).says(&[
        "note  editor        `no-such-editor` is set, but was not found",
        "set VISUAL",
    ]);
}

#[test]
fn a_compiler_that_cannot_be_started_is_a_problem() {
    let checkout = built();
    let mut command = checkout.command(&["doctor", "--no-speed"]);
    let done = Done::of(command.env("RUSTC", "no-such-rustc"));
    done.exits_with(2)
        .says(&["bad   toolchain     `rustc` cannot be started", "rustup"]);
}

#[test]
fn ready_means_that_an_exercise_was_compiled() {
    let checkout = built();
    let done = checkout.run(&["doctor", "--no-speed"]);
    done.exits_with(0).says(&[
        " ok    exercise      the tests of `count-words` compile",
        "This machine is ready.",
    ]);
    checkout.write("solutions/02_count_words/src/lib.rs", "no Rust\n");
    let done = checkout.run(&["doctor", "--no-speed"]);
    done.exits_with(2).says(&[
        "bad   exercise      `count-words-solution` does not compile: ",
        "`git checkout solutions/02_count_words`",
    ]);
    assert!(!done.stdout.contains("ready"), "{}", done.stdout);
}

/// What a learner has written may be in any state: that is not the machine's fault.
#[test]
fn an_exercise_in_the_middle_of_an_edit_keeps_no_machine_from_being_ready() {
    let checkout = built();
    checkout.write("exercises/02_count_words/src/lib.rs", "no Rust\n");
    let done = checkout.run(&["doctor", "--no-speed"]);
    done.exits_with(0).says(&["This machine is ready."]);
}
