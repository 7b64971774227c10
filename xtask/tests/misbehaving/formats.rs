//! What programs read about learner code that misbehaves: every format of `check`, for each outcome
//! (all pass, some fail, does not compile, aborts, hangs, floods).

use super::redact::redact;
use super::run;
use super::schema::{assert_classroom, assert_exercism, assert_junit};
use expect_test::{Expect, ExpectFile, expect, expect_file};
use serde_json::Value;

/// One exercise for each outcome.
const OUTCOMES: [&str; 6] = [
    "honest-first",
    "panics",
    "no-compile",
    "aborts",
    "loops",
    "floods",
];

fn check(ids: &[&str], format: &str, code: i32) -> String {
    // The tests share one checkout, and what one of them cached must not be another's result.
    let mut arguments = vec!["check", "--rerun", "--timeout", "2", "--format", format];
    arguments.extend(ids);
    let done = run().checkout.run(&arguments);
    assert_eq!(done.exits_with(code).stderr, "");
    done.stdout
}

/// Asserts a document, except for what differs from run to run and machine to machine.
#[track_caller]
fn assert_document(document: &str, expected: &ExpectFile) {
    expected.assert_eq(&redact(document));
}

#[test]
fn json_for_each_outcome() {
    assert_document(
        &check(&OUTCOMES, "json", 1),
        &expect_file!["expected/outcomes.json"],
    );
}

#[test]
fn junit_for_each_outcome() {
    let document = check(&OUTCOMES, "junit", 1);
    assert_document(&document, &expect_file!["expected/outcomes.junit.xml"]);
    assert_junit(&document);
}

#[test]
fn markdown_for_each_outcome() {
    assert_document(
        &check(&OUTCOMES, "markdown", 1),
        &expect_file!["expected/outcomes.md"],
    );
}

#[test]
fn exercism_for_each_outcome() {
    let document = check(&OUTCOMES, "exercism", 1);
    assert_document(&document, &expect_file!["expected/outcomes.exercism.json"]);
    assert_exercism(&document, "fail");
}

#[test]
fn exercism_of_one_exercise_links_tests_to_steps() {
    let document = check(&["panics"], "exercism", 1);
    assert_document(&document, &expect_file!["expected/panics.exercism.json"]);
    assert_exercism(&document, "fail");
}

#[test]
fn exercism_has_an_error_if_nothing_was_run() {
    let document = check(&["no-compile"], "exercism", 1);
    let results = assert_exercism(&document, "error");
    let message = results["message"].as_str().expect("the compiler's errors");
    assert!(
        message.starts_with("error[E0308]: mismatched types"),
        "{message}"
    );
    assert_eq!(results["tests"], serde_json::json!([]));
}

#[test]
fn classroom_for_each_outcome() {
    let document = check(&OUTCOMES, "github-classroom", 1);
    let in_lines = in_lines(&document);
    assert_document(&in_lines, &expect_file!["expected/outcomes.classroom.json"]);
    // A point for each step that the starter fails; for the honest exercise, one for each step.
    assert_classroom(&document, "fail", 7, 2);
    let document = check(&["no-compile"], "github-classroom", 1);
    assert_classroom(&document, "error", 1, 0);
}

/// The classroom document, which has one line, with line breaks and indentation.
fn in_lines(document: &str) -> String {
    let results: Value = serde_json::from_str(document).expect("a JSON document");
    serde_json::to_string_pretty(&results).expect("it was JSON") + "\n"
}

/// Asserts the document of an exercise that passes, and returns it.
#[track_caller]
fn assert_all_pass(format: &str, expected: &Expect) -> String {
    let document = check(&["honest-first"], format, 0);
    expected.assert_eq(&redact(&document));
    document
}

#[test]
fn json_if_all_pass() {
    assert_all_pass(
        "json",
        &expect![[r#"
            {
              "version": 3,
              "workbook": "arena-workbook",
              "host": {
                "os": [...],
                "cpu": [...],
                "cores": [...],
                "rustc": [...]
              },
              "summary": {
                "total": 1,
                "passed": 1,
                "failed": 0,
                "build_failed": 0,
                "starred": 0
              },
              "exercises": [
                {
                  "id": "honest-first",
                  "number": 1,
                  "title": "Answers",
                  "standing": "passed",
                  "begun": false,
                  "tests": [
                    {
                      "name": "step1_answers::it_answers",
                      "outcome": "pass",
                      "ms": [...],
                      "message": null
                    },
                    {
                      "name": "step2_neighbour::is_unharmed",
                      "outcome": "pass",
                      "ms": [...],
                      "message": null
                    }
                  ],
                  "cached": [...],
                  "allocations": null,
                  "speed": null,
                  "star": false,
                  "hints_used": 0,
                  "question": null,
                  "best": {
                    "heap_calls": null,
                    "ratio": null,
                    "star": false
                  },
                  "guess": null,
                  "intact": true
                }
              ]
            }
        "#]],
    );
}

#[test]
fn junit_if_all_pass() {
    assert_junit(&assert_all_pass(
        "junit",
        &expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites>
          <testsuite id="0" package="arena-workbook" name="honest-first" timestamp="[...]" hostname="localhost" tests="2" failures="0" errors="0" skipped="0" time="[...]">
            <properties>
              <property name="title" value="Answers"/>
              <property name="star" value="false"/>
            </properties>
            <testcase classname="honest-first.step1_answers" name="it_answers" time="[...]"/>
            <testcase classname="honest-first.step2_neighbour" name="is_unharmed" time="[...]"/>
            <system-out/>
            <system-err/>
          </testsuite>
        </testsuites>
    "#]],
    ));
}

#[test]
fn markdown_if_all_pass() {
    assert_all_pass(
        "markdown",
        &expect![[r#"
        **1 of 1 exercises pass.**

        | # | exercise | title | steps | allocations | speedup [99 %] | reference | star |
        |---:|---|---|---|---|---|---|---|
        | 1 | `honest-first` | Answers | 2/2 | - | - | - |  |
    "#]],
    );
}

#[test]
fn exercism_if_all_pass() {
    assert_exercism(
        &assert_all_pass(
            "exercism",
            &expect![[r#"
        {
          "version": 3,
          "status": "pass",
          "message": null,
          "tests": [
            {
              "name": "answers: it answers",
              "status": "pass",
              "task_id": 1,
              "test_code": "assert_eq!(honest_first::answer(), 42);"
            },
            {
              "name": "neighbour: is unharmed",
              "status": "pass",
              "task_id": 2,
              "test_code": "assert_eq!(honest_first::neighbour(), 7);"
            }
          ]
        }
    "#]],
        ),
        "pass",
    );
}

#[test]
fn classroom_if_all_pass() {
    let document = check(&["honest-first"], "github-classroom", 0);
    expect![[r#"
        {
          "max_score": 2,
          "status": "pass",
          "tests": [
            {
              "execution_time": [...],
              "filename": "exercises/01_honest_first/tests/graded/main.rs",
              "line_no": 7,
              "message": null,
              "name": "honest-first 1 answers: it answers",
              "score": 1,
              "status": "pass"
            },
            {
              "execution_time": [...],
              "filename": "exercises/01_honest_first/tests/graded/main.rs",
              "line_no": 14,
              "message": null,
              "name": "honest-first 2 neighbour: is unharmed",
              "score": 1,
              "status": "pass"
            }
          ],
          "version": 1
        }
    "#]]
    .assert_eq(&redact(&in_lines(&document)));
    assert_classroom(&document, "pass", 2, 2);
}

/// A renamed test counts as missing, and its new name earns nothing. In a strict check, changed
/// tests earn nothing at all.
#[test]
fn points_are_for_the_tests_that_were_shipped() {
    let [plain, strict] = [&["renamed-test"][..], &["renamed-test", "--strict"]]
        .map(|arguments| check(arguments, "github-classroom", 1));
    assert_classroom(&plain, "fail", 2, 1);
    assert_classroom(&strict, "fail", 2, 0);
    assert!(
        strict.contains("not as it was shipped: tests/graded/main.rs"),
        "{strict}"
    );
    for format in ["junit", "exercism"] {
        let strict = check(&["renamed-test", "--strict"], format, 1);
        assert!(strict.contains("it was shipped"), "{strict}");
        let intact = check(&["honest-last", "--strict"], format, 0);
        assert!(intact.contains("it was shipped") || intact.contains("it_was_shipped"));
    }
}

/// With all exercises at once: a variable on GitHub holds 128 KiB, in base64.
#[test]
fn the_classroom_document_fits_into_a_variable() {
    let document = check(&[], "github-classroom", 1);
    assert!(
        document.len() * 4 / 3 < 118 << 10,
        "{} bytes",
        document.len()
    );
}
