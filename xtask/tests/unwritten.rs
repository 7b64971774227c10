//! What nobody can see is not done, and numbers that nobody believes do no harm.

mod common;

use common::{CHECK, exercise, tiny};

const PROGRESS: &str = ".arena/progress.json";

/// A device that is always full.
#[cfg(target_os = "linux")]
mod full {
    use super::*;
    use common::Done;
    use std::fs::File;

    fn full() -> File {
        let device = std::fs::OpenOptions::new().write(true).open("/dev/full");
        device.expect("Linux has /dev/full")
    }

    #[test]
    fn output_that_cannot_be_written_is_an_error() {
        let checkout = tiny();
        for arguments in [
            &["list"][..],
            &["next"],
            &["open", "5"],
            &["hint", "5"],
            &["solution", "5", "--spoil"],
            &["solution", "5"],
            &["reset", "5", "--yes"],
            &["check", "--no-speed"],
            &["check", "--no-speed", "--format", "json"],
            &["watch", "5"],
            &["completions", "bash"],
            &["doctor", "--no-speed"],
            &["--help"],
            &["help"],
        ] {
            let mut command = checkout.command(arguments);
            if arguments == ["help"] {
                // A shell without a terminal.
                command = checkout.command(&[]);
            }
            let done = Done::from({
                let child = command.stdout(full()).stderr(std::process::Stdio::piped());
                let child = child.spawn().expect("the runner can be started");
                child.wait_with_output().expect("it ends")
            });
            done.exits_with(2)
                .complains(&["standard output cannot be written", "help: "]);
        }
        assert!(!checkout.read(PROGRESS).contains("\"hints\": 1"));
    }
}

#[test]
fn a_hint_counts_once_it_was_shown() {
    let checkout = tiny();
    let mut command = checkout.command(&["hint", "5"]);
    let (reader, writer) = std::io::pipe().expect("the system has pipes");
    drop(reader);
    let status = command.stdout(writer).status();
    assert!(status.expect("the runner can be started").success());
    assert!(!checkout.path(PROGRESS).exists());
    checkout
        .run(&["hint", "5"])
        .exits_with(0)
        .says(&["hint 1 of 3"]);
    assert_eq!(checkout.progress()["exercises"]["count-lines"]["hints"], 1);
}

#[test]
fn absurd_numbers_in_saved_state_do_no_harm() {
    let checkout = tiny();
    let (most, least) = (u64::MAX, i64::MIN);
    checkout.run(&CHECK).exits_with(1);
    let state = format!(
        r#"{{"version": 1, "exercises": {{"count-lines": {{"hints": {most}, "standing": "failed",
            "hints_of": {{"step1_answers": {most}, "step2_budget": {most}}}, "guess": {most},
            "failure": {{"test": "step2_budget::counting_needs_no_heap", "figure": {{"name": "counting lines",
                "kind": "allocations", "limit": 0, "used": {least}}}}},
            "steps_passed": {most}, "steps": {most}}}}}, "latest": "",
            "speeds": {{"x": {{"ratio": 1e308, "low": -1e308, "high": 1e308, "verdict": "faster"}}}}}}"#
    );
    checkout.write(PROGRESS, &state);
    let text = checkout.read(".arena/tests.json");
    checkout.write(
        ".arena/tests.json",
        &text.replace("\"tests\":{", "\"tests\":{\"x\":1e300,\"y\":-1e300,"),
    );
    checkout
        .run(&["hint", "5"])
        .exits_with(0)
        .says(&["All 3 hints for step2_budget were shown"]);
    let list = checkout.run(&["list"]);
    list.exits_with(0).says(&["4/4"]);
    assert!(!list.stdout.contains(&most.to_string()), "{}", list.stdout);
    let next = checkout.run(&["next"]);
    assert!(!next.stdout.contains(&most.to_string()), "{}", next.stdout);
    checkout.write(PROGRESS, &state);
    let report = checkout.run(&CHECK).exits_with(1).json();
    assert_eq!(exercise(&report, "count-lines")["hints_used"], 4);
    checkout
        .run(&["check", "5", "--rerun"])
        .exits_with(1)
        .says(&["since the last attempt"]);
}
