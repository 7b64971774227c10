//! The test cache: what passed does not run again while nothing has changed, and only then.

mod common;

use common::{CHECK, Checkout, Done, exercise, tiny};

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
fn what_passed_is_cached_and_what_failed_runs_again() {
    let checkout = checked();
    let (first, second) = (checkout.run(&CHECK), checkout.run(&CHECK));
    assert_eq!(cached(&first), ["count-words"]);
    // Equal documents, except for the times of the tests that ran.
    let plain = |done: &Done| {
        let report = done.json();
        let words = exercise(&report, "count-words").clone();
        let mut lines = exercise(&report, "count-lines").clone();
        for test in lines["tests"].as_array_mut().expect("a list") {
            test["ms"] = 0.into();
        }
        (words, lines)
    };
    assert_eq!(plain(&first), plain(&second));
}

#[test]
fn a_change_of_the_source_is_never_missed() {
    let checkout = checked();
    let wrong = checkout
        .read(SOLVED_SOURCE)
        .replace("text.split_whitespace().count()", "text.len()");
    checkout.write(SOLVED_SOURCE, &wrong);
    let done = checkout.run(&CHECK);
    assert_eq!(cached(&done), Vec::<String>::new());
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
        assert_eq!(
            cached(&checkout.run(&CHECK)),
            Vec::<String>::new(),
            "{file}"
        );
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
    assert_eq!(cached(&checkout.run(&CHECK)), ["count-words"]);
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
    assert_eq!(cached(&checkout.run(&CHECK)), ["count-words"]);
}
