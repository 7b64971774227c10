//! `trace`: the file it writes, its report, and what it says if there is nothing to record.

mod common;

use common::{Checkout, Done, Plan};
use serde_json::Value;

const LINES: &str = "exercises/05_count_lines/src/lib.rs";
const LINES_BUDGET: &str = "exercises/05_count_lines/tests/graded/step2_budget.rs";
const TEST: &str = "step2_budget::counting_needs_no_heap";

/// The file of an exercise's trace, if there is one.
fn file(checkout: &Checkout, id: &str) -> Option<Vec<u8>> {
    std::fs::read(checkout.path(&format!(".arena/traces/{id}.trace"))).ok()
}

/// The figures of one side in the table.
#[track_caller]
fn columns<'a>(done: &'a Done, side: &str) -> Vec<&'a str> {
    let mut lines = done.stdout.lines();
    let line = lines.find(|line| line.trim_start().starts_with(side));
    let line = line.unwrap_or_else(|| panic!("no {side} in {}", done.stdout));
    line.split_whitespace().skip(1).collect()
}

#[test]
fn bad_and_yours_are_in_the_file_and_in_the_report() {
    let checkout = common::tiny();
    let done = checkout.run(&["trace", "count-lines", "--format", "json"]);
    let report = done.exits_with(0).json();
    assert_eq!(report["version"], 1);
    assert_eq!(report["exercise"], "count-lines");
    let trace = &report["trace"];
    assert_eq!(trace["file"], ".arena/traces/count-lines.trace");
    assert_eq!(trace["test"], TEST);
    // The starter is Bad. It allocates a hundred lines, and the vector that holds them, which
    // starts with room for 4 and doubles 5 times.
    let bad = &trace["bad"];
    assert_eq!(bad, &trace["yours"]);
    assert_eq!(bad["events"], 2 * 100 + 2 + 5);
    assert_eq!(bad["dropped"], 0);
    assert_eq!(bad["chunks"], 0);
    assert_eq!(bad["bytes"], bad["peak"]);

    let bytes = file(&checkout, "count-lines").expect("the report says so");
    assert_eq!(trace["size"], bytes.len());
    assert!(bytes.starts_with(b"YRDTRACE\x02\x02"), "{bytes:?}");
    let folder = std::fs::read_dir(checkout.path(".arena/traces"));
    let n_files = folder.expect("the folder holds the trace").count();
    assert_eq!(n_files, 1, "only the trace");

    let done = checkout.run(&["trace", "2"]);
    done.exits_with(0).says(&[
        "file    .arena/traces/count-words.trace (",
        TEST,
        "replay  in the card",
    ]);
    assert_eq!(columns(&done, "yours"), ["0"; 5], "it is solved");
    assert_ne!(columns(&done, "Bad")[0], "0");
}

#[test]
fn a_run_that_does_not_get_to_the_comparison_keeps_the_earlier_trace() {
    let checkout = common::tiny();
    checkout.run(&["trace", "count-lines"]).exits_with(0);
    let before = file(&checkout, "count-lines");
    let source = checkout.read(LINES);

    checkout.write(LINES, &source.replace("all.len()", "all.length()"));
    let title = "count-lines: no trace: ";
    let again = "again  cargo xtask trace count-lines";
    checkout
        .run(&["trace", "count-lines"])
        .exits_with(1)
        .says(&[title, "it does not compile", "error[E0599]", again]);
    let done = checkout.run(&["trace", "count-lines", "--format", "json"]);
    let report = done.exits_with(1).json();
    assert_eq!(report["trace"], Value::Null);
    let message = report["message"].as_str().unwrap_or_default();
    assert!(message.contains("error[E0599]"), "{message}");

    let aborts = "if all.len() > 50 {\n        std::process::abort();\n    }\n    all.len()";
    checkout.write(LINES, &source.replace("all.len()", aborts));
    checkout
        .run(&["trace", "count-lines"])
        .exits_with(1)
        .says(&[title, TEST, "process", again]);
    assert_eq!(file(&checkout, "count-lines"), before);
}

#[test]
fn a_test_without_a_measured_baseline_is_its_authors_mistake() {
    let solved = "//! Counts lines.\n\n/// How many.\n\
                  pub fn count(text: &str) -> usize {\n    text.lines().count()\n}\n";
    let checkout = Plan::of("tiny").write(LINES, solved).lay_out();
    let test = checkout.read(LINES_BUDGET);

    checkout.write(
        LINES_BUDGET,
        &test.replace(".baseline(usage)", ".bytes(usage.bytes)"),
    );
    checkout
        .run(&["trace", "count-lines"])
        .exits_with(2)
        .complains(&[
            "exercises/05_count_lines/tests/graded: no test reports",
            "help: use `Budget::baseline`",
        ]);

    let made_up = ".baseline(yardstick::Usage { bytes: 1, ..usage })";
    checkout.write(LINES_BUDGET, &test.replace(".baseline(usage)", made_up));
    checkout
        .run(&["trace", "count-lines"])
        .exits_with(2)
        .complains(&[
            "exercises/05_count_lines/tests/graded: a test reports a baseline, but",
            "help: pass `Budget::baseline` what `yardstick::measure` returned",
        ]);
    assert_eq!(file(&checkout, "count-lines"), None);
}
