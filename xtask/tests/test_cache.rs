//! The test cache: what passed or failed does not run again while nothing has changed, and only then.

mod common;

use common::{CHECK, Checkout, Done, exercise, tiny};
use serde_json::Value;

const SOLVED_SOURCE: &str = "exercises/02_count_words/src/lib.rs";

/// The exercises whose results were taken from the cache.
fn cached(done: &Done) -> Vec<String> {
    let report = done.json();
    let exercises = report["exercises"].as_array().expect("a list");
    let cached = exercises
        .iter()
        .filter(|exercise| exercise["cached"] == true);
    let ids = cached.map(|exercise| exercise["id"].as_str().expect("an id").to_owned());
    ids.collect()
}

/// A workbook that was checked before.
fn checked() -> Checkout {
    let checkout = tiny();
    let first = checkout.run(&CHECK);
    assert_eq!(cached(first.exits_with(1)), Vec::<String>::new());
    checkout
}

#[test]
fn what_passed_and_what_failed_is_cached_with_all_that_it_said() {
    let checkout = tiny();
    let first = checkout.run(&CHECK);
    let (second, third) = (checkout.run(&CHECK), checkout.run(&CHECK));
    assert_eq!(cached(&second), ["count-words", "count-lines"]);
    assert_eq!(second.json(), third.json());
    // A first run differs in nothing but that.
    let mut report = first.exits_with(1).json();
    for exercise in report["exercises"].as_array_mut().expect("a list") {
        exercise["cached"] = true.into();
    }
    let milliseconds = |mut report: Value| {
        for exercise in report["exercises"].as_array_mut().expect("a list") {
            for test in exercise["tests"].as_array_mut().expect("a list") {
                test["ms"] = 0.into();
            }
        }
        report
    };
    assert_eq!(milliseconds(report), milliseconds(second.json()));
    let human = checkout.run(&["check", "--no-speed"]);
    human.exits_with(1);
    human.says(&["nothing has changed since it ran; `--rerun` runs it again"]);
}

/// What may have been the machine's fault is tried again.
#[test]
fn what_ran_out_of_time_runs_again() {
    let checkout = tiny();
    let source = "exercises/02_count_words/src/lib.rs";
    let hangs = checkout.read(source).replace(
        "text.split_whitespace()",
        "while text.len() > 1 {}\n    text.split_whitespace()",
    );
    checkout.write(source, &hangs);
    let hasty = [&CHECK[..], &["--timeout", "1"]].concat();
    for _ in 0..2 {
        let done = checkout.run(&hasty);
        assert_eq!(exercise(&done.json(), "count-words")["standing"], "failed");
        assert!(!cached(&done).contains(&"count-words".to_owned()));
    }
}

#[test]
fn a_change_of_the_source_is_never_missed() {
    let checkout = checked();
    let wrong = checkout
        .read(SOLVED_SOURCE)
        .replace("text.split_whitespace().count()", "text.len()");
    checkout.write(SOLVED_SOURCE, &wrong);
    let done = checkout.run(&CHECK);
    assert_eq!(cached(&done), ["count-lines"]);
    let report = done.json();
    assert_eq!(exercise(&report, "count-words")["standing"], "failed");
}

#[test]
fn a_change_of_any_file_of_the_exercise_makes_it_run_again() {
    for file in ["tests/graded/more.txt", "exercise.toml"] {
        let checkout = checked();
        let file = format!("exercises/02_count_words/{file}");
        let path = checkout.path(&file);
        let text = std::fs::read_to_string(path).unwrap_or_default();
        checkout.write(&file, &format!("{text}\n"));
        assert_eq!(cached(&checkout.run(&CHECK)), ["count-lines"], "{file}");
    }
}

#[test]
fn rerun_strict_and_a_seed_ignore_the_cache() {
    let checkout = checked();
    for flag in ["--rerun", "--strict"] {
        let done = checkout.run(&[&CHECK[..], &[flag]].concat());
        assert_eq!(cached(&done), Vec::<String>::new(), "{flag}");
    }
    let mut command = checkout.command(&CHECK);
    let seeded = Done::of(command.env("YARDSTICK_SEED", "1"));
    assert_eq!(cached(&seeded), Vec::<String>::new());
    // A pass with one seed says nothing about others.
    assert_eq!(cached(&checkout.run(&CHECK)), Vec::<String>::new());
    assert_eq!(
        cached(&checkout.run(&CHECK)),
        ["count-words", "count-lines"]
    );
}

#[test]
fn a_damaged_cache_counts_as_missing() {
    let checkout = checked();
    for text in ["", "{ \"version\": 1, \"exerc", "{ \"version\": 99 }", "[]"] {
        checkout.write(".arena/tests.json", text);
        let done = checkout.run(&CHECK);
        assert_eq!(cached(done.exits_with(1)), Vec::<String>::new(), "{text}");
        assert_eq!(done.stderr, "");
    }
    assert_eq!(
        cached(&checkout.run(&CHECK)),
        ["count-words", "count-lines"]
    );
}
