//! One exercise's fault costs that exercise.

use super::*;
use crate::common::{contains_all, tiny};

/// Code that is nested so deeply that the compiler's parser overflows its stack.
#[test]
fn a_compiler_that_crashes_costs_one_exercise() {
    let checkout = tiny();
    let solved = checkout.read(SOURCE);
    let nested = "-".repeat(20_000);
    checkout.write(
        SOURCE,
        &format!("{solved}\n/// Deep.\npub fn deep() -> i64 {{\n    {nested}1\n}}\n"),
    );
    let report = checkout.run(&CHECK).exits_with(1).json();
    let words = exercise(&report, "count-words");
    assert_eq!(words["standing"], "build_failed");
    let message = words["message"].as_str().expect("a text");
    assert!(
        message.contains("the compiler did not finish ("),
        "{message}"
    );
    assert!(message.contains("help: "), "{message}");
    assert_eq!(exercise(&report, "count-lines")["standing"], "failed");
}

/// Code that runs before `main` ends the process, however the binary was started.
#[cfg(target_os = "linux")]
#[test]
fn tests_that_cannot_be_listed_show_what_they_did() {
    let checkout = tiny();
    let solved = checkout.read(SOURCE);
    let early = "extern \"C\" fn early() {\n    std::process::exit(3);\n}\n\
                 #[used]\n#[unsafe(link_section = \".init_array\")]\n\
                 static EARLY: extern \"C\" fn() = early;\n";
    checkout.write(SOURCE, &format!("{solved}\n{early}"));
    let report = checkout.run(&CHECK).exits_with(1).json();
    checkout.write(SOURCE, &solved);
    let words = exercise(&report, "count-words");
    assert_eq!(words["standing"], "failed");
    for test in words["tests"].as_array().expect("a list") {
        let message = test["message"].as_str().expect("a text");
        assert!(message.contains("exit code 3"), "{message}");
    }
}

#[test]
fn a_compile_without_end_costs_one_exercise() {
    let checkout = tiny();
    let sleeps = "fn main() {\n    loop {\n        std::thread::sleep(std::time::Duration::from_secs(1));\n    }\n}\n";
    checkout.write("exercises/02_count_words/build.rs", sleeps);
    let words = only_words_fail(&checkout, &["--build-timeout", "5"]);
    assert_eq!(words["standing"], "build_failed");
    contains_all(
        &message(&words),
        &[
            "the compiler was still running after 5 s",
            "help: undo",
            "--build-timeout",
        ],
    );
}

/// Checks on one processor: then tests run one after another.
#[cfg(target_os = "linux")]
fn one_by_one(checkout: &Checkout) -> Done {
    let limit = |command: std::process::Command| within(command, "taskset -cp 0 $$ >&2");
    Done::of(&mut limit(checkout.command(&CHECK)))
}

/// Tests may remove whatever they find. On Windows, a program that runs cannot be removed.
#[cfg(target_os = "linux")]
#[test]
fn a_test_that_removes_its_own_executable_costs_one_exercise() {
    let checkout = tiny();
    doing(
        &checkout,
        "let _ = std::fs::remove_file(std::env::current_exe().unwrap());",
    );
    let report = one_by_one(&checkout).exits_with(1).json();
    assert_eq!(exercise(&report, "count-lines")["standing"], "failed");
    let message = message(exercise(&report, "count-words"));
    contains_all(
        &message,
        &[
            "the executable of the tests was removed",
            "cargo xtask check count-words",
        ],
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_test_that_removes_its_exercise_costs_one_exercise() {
    let checkout = tiny();
    doing(
        &checkout,
        "let _ = std::fs::remove_dir_all(\"../02_count_words\");",
    );
    let report = one_by_one(&checkout).exits_with(1).json();
    assert_eq!(exercise(&report, "count-lines")["standing"], "failed");
    let message = message(exercise(&report, "count-words"));
    contains_all(
        &message,
        &["the exercise's folder was removed", "git checkout"],
    );
}

/// Programs that read the report find a document, whatever is wrong.
#[test]
fn json_is_a_document_even_if_nothing_can_be_graded() {
    let checkout = tiny();
    for arguments in [
        &["check", "nothing-like-this", "--format", "json"][..],
        &["bench", "nothing-like-this", "--format", "json"],
    ] {
        let error = checkout.run(arguments).exits_with(2).json()["error"].clone();
        assert_eq!(error["interrupted"], false);
        contains_all(&error["message"].to_string(), &["nothing-like-this"]);
        assert!(error["help"].is_string());
    }
    let folder = checkout.path("exercises/02_count_words");
    std::fs::remove_dir_all(folder).expect("it is there");
    let error = checkout.run(&CHECK).exits_with(2).json()["error"].clone();
    contains_all(&error["message"].to_string(), &["exercises/02_count_words"]);
    contains_all(&error["help"].to_string(), &["git checkout"]);
}
