//! Messages say what happened, why, and what to do, where little is known.

mod common;

use common::{CHECK, Checkout, contains_all, exercise, tiny};
use serde_json::Value;

const SOURCE: &str = "exercises/02_count_words/src/lib.rs";

/// The messages of the first exercise's tests, with this function in its source.
fn messages(function: &str) -> Vec<String> {
    let checkout = tiny();
    let solved = checkout.read(SOURCE);
    checkout.write(SOURCE, &format!("//! Counts.\n\n{function}\n"));
    let report = checkout.run(&CHECK).exits_with(1).json();
    checkout.write(SOURCE, &solved);
    let tests = exercise(&report, "count-words")["tests"].clone();
    let tests = tests.as_array().expect("a list").iter();
    let messages = tests.map(|test| test["message"].as_str().unwrap_or_default().to_owned());
    messages.collect()
}

#[test]
fn a_panic_that_prints_nothing_is_explained() {
    let silent = "/// Panics.\npub fn count(_text: &str) -> usize {\n    \
                  std::panic::set_hook(Box::new(|_| {}));\n    panic!(\"x\")\n}";
    for message in messages(silent) {
        contains_all(
            &message,
            &[
                // Windows calls it `exit code`.
                ": 101)",
                "nothing says why",
                "std::panic::set_hook",
                "standard error",
                "help: ",
            ],
        );
    }
}

#[cfg(unix)]
#[test]
fn a_result_that_was_lost_with_standard_output_is_explained() {
    let closed = "/// Counts.\npub fn count(text: &str) -> usize {\n    \
                  use std::os::fd::{FromRawFd, OwnedFd};\n    \
                  // SAFETY: nothing else owns it.\n    #[allow(unsafe_code)]\n    \
                  drop(unsafe { OwnedFd::from_raw_fd(1) });\n    text.split_whitespace().count()\n}";
    let messages = messages(closed);
    let lost = messages.iter().filter(|message| !message.is_empty());
    for message in lost {
        contains_all(
            message,
            &["before the test did", "standard output", "help: "],
        );
    }
}

/// A line that only looks like the harness's last is not taken for it.
#[test]
fn an_odd_line_is_not_the_end_of_a_run() {
    let odd = "/// Counts.\npub fn count(text: &str) -> usize {\n    \
               println!(\"test result: what?\");\n    \
               std::process::exit(if text.is_empty() { 1 } else { 0 })\n}";
    for message in messages(odd) {
        assert!(!message.contains("#[ignore]"), "{message}");
        contains_all(&message, &["before the test did", "std::process::exit"]);
    }
}

#[track_caller]
fn assert_names_reset(checkout: &Checkout, parts: &[&str]) {
    let report = checkout.run(&CHECK).exits_with(1).json();
    let words: &Value = exercise(&report, "count-words");
    assert_eq!(words["standing"], "build_failed");
    let message = words["message"].as_str().expect("the errors");
    contains_all(message, parts);
    contains_all(message, &["help: ", "`cargo xtask reset count-words`"]);
    assert_eq!(exercise(&report, "count-lines")["standing"], "failed");
    let done = checkout.run(&["reset", "count-words", "--yes"]);
    done.exits_with(0).says(&["is as it was shipped"]);
    let starter = checkout.read("exercises/02_count_words/bad/lib.rs");
    assert_eq!(checkout.read(SOURCE), starter);
}

#[test]
fn a_source_that_cannot_be_compiled_at_all_names_reset() {
    let checkout = tiny();
    let path = checkout.path(SOURCE);
    let text = checkout.read(SOURCE);
    let utf16 = text.encode_utf16().flat_map(u16::to_le_bytes);
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(utf16).collect();
    std::fs::write(&path, utf16).expect("writable");
    assert_names_reset(&checkout, &["is saved as UTF-16", "save it as UTF-8"]);
    std::fs::write(&path, b"//! \xff\n").expect("writable");
    assert_names_reset(&checkout, &["is not text in UTF-8"]);
    std::fs::write(&path, "\n").expect("writable");
    assert_names_reset(&checkout, &["is empty"]);
    std::fs::remove_file(&path).expect("it is ours");
    assert_names_reset(&checkout, &["is missing"]);
    std::fs::remove_file(&path).expect("it is ours");
    std::fs::create_dir(&path).expect("writable");
    checkout.write(&format!("{SOURCE}/kept"), "");
    assert_names_reset(&checkout, &["is a folder"]);
}

/// Ctrl-C while another run holds the lock: what is not saved is not called safe.
#[test]
fn an_interrupted_save_does_not_say_that_nothing_was_lost() {
    let interrupted = grader::cancellation::Interrupted.to_string();
    assert_eq!(interrupted, "interrupted");
}
