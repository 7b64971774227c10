//! What programs read about learner code that misbehaves: every format of `check`, for each outcome
//! (all pass, some fail, does not compile, aborts, hangs, floods).

use super::run;
use super::xml::{Element, read};
use expect_test::{ExpectFile, expect, expect_file};
use serde_json::Value;
use std::collections::HashSet;

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
    // All tests here check in one place, and what one of them saw pass must not be another's result.
    let mut arguments = vec!["check", "--rerun", "--timeout", "2", "--format", format];
    arguments.extend(ids);
    let done = run().checkout.run(&arguments);
    assert_eq!(done.exits_with(code).stderr, "");
    done.stdout
}

/// Holds a document to the letter, but for what differs from run to run and machine to machine.
#[track_caller]
fn reads(document: &str, expected: &ExpectFile) {
    expected.assert_eq(&steady(document));
}

fn steady(document: &str) -> String {
    // The compiler's words change from version to version, and a system has its own for an abort.
    let mut text = shorten(
        document,
        "error[E0308]: mismatched types",
        &["</error>", "\n```", "\",\n", "\"\n    }"],
    );
    text = shorten(&text, "the process ", &["\n", "\\n", "\""]);
    text = shorten(&text, "meanwhile it printed ", &["\n", "\"", "<", "`"]);
    for name in [
        "\"ms\": ",
        "\"cached\": ",
        "\"execution_time\": ",
        "\"cores\": ",
        "\"rustc\": ",
        "\"cpu\": ",
        "\"os\": ",
    ] {
        text = shorten(&text, name, &[",", "\n"]);
    }
    for name in [" time=\"", " timestamp=\""] {
        text = shorten(&text, name, &["\""]);
    }
    // How many of a hundred thousand complaints there is room for.
    let (start, end) = ("complaint number 1", "complaint number 99998");
    match (text.find(start), text.rfind(end)) {
        (Some(from), Some(to)) => format!("{}[...]{}", &text[..from], &text[to + end.len()..]),
        _ => text,
    }
}

/// Leaves out what stands between `start` and the first of `ends`, wherever it does.
fn shorten(text: &str, start: &str, ends: &[&str]) -> String {
    let mut parts = text.split(start);
    let mut short = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = ends.iter().filter_map(|end| part.find(end)).min();
        short += &format!("{start}[...]{}", &part[end.unwrap_or(0)..]);
    }
    short
}

#[test]
fn json_for_each_outcome() {
    reads(
        &check(&OUTCOMES, "json", 1),
        &expect_file!["expected/outcomes.json"],
    );
}

#[test]
fn junit_for_each_outcome() {
    let document = check(&OUTCOMES, "junit", 1);
    reads(&document, &expect_file!["expected/outcomes.junit.xml"]);
    is_junit(&document);
    is_junit(&check(&["honest-first"], "junit", 0));
}

#[test]
fn markdown_for_each_outcome() {
    reads(
        &check(&OUTCOMES, "markdown", 1),
        &expect_file!["expected/outcomes.md"],
    );
    expect![[r#"
        **1 of 1 exercises pass.**

        | # | exercise | title | steps | allocations | speedup [99 %] | reference | star |
        |---:|---|---|---|---|---|---|---|
        | 1 | `honest-first` | Answers | 2/2 | - | - | - |  |
    "#]]
    .assert_eq(&check(&["honest-first"], "markdown", 0));
}

#[test]
fn exercism_for_each_outcome() {
    let document = check(&OUTCOMES, "exercism", 1);
    reads(&document, &expect_file!["expected/outcomes.exercism.json"]);
    is_exercism(&document, "fail");
}

#[test]
fn exercism_of_one_exercise_links_tests_to_steps() {
    let document = check(&["panics"], "exercism", 1);
    reads(&document, &expect_file!["expected/panics.exercism.json"]);
    is_exercism(&document, "fail");
    is_exercism(&check(&["honest-first"], "exercism", 0), "pass");
}

#[test]
fn exercism_knows_an_error_where_nothing_was_run() {
    let document = check(&["no-compile"], "exercism", 1);
    let results = is_exercism(&document, "error");
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
    // It has one line. This one is for people.
    let results: Value = serde_json::from_str(&document).expect("a JSON document");
    let pretty = serde_json::to_string_pretty(&results).expect("it was JSON");
    reads(&pretty, &expect_file!["expected/outcomes.classroom.json"]);
    // A point for each step that its starter fails; of the honest one, for each step.
    is_classroom(&document, "fail", 7, 2);
    for (id, code, status, score) in [
        ("honest-first", 0, "pass", (2, 2)),
        ("no-compile", 1, "error", (1, 0)),
    ] {
        let document = check(&[id], "github-classroom", code);
        is_classroom(&document, status, score.0, score.1);
    }
}

/// A renamed test counts as the one that is gone, and its new name is worth nothing. Where it is asked
/// for, tests that were changed are worth nothing at all.
#[test]
fn points_are_for_the_tests_that_were_shipped() {
    let [plain, strict] = [&["renamed-test"][..], &["renamed-test", "--strict"]]
        .map(|arguments| check(arguments, "github-classroom", 1));
    is_classroom(&plain, "fail", 2, 1);
    is_classroom(&strict, "fail", 2, 0);
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

/// All of them at once: what GitHub can hand on in a variable is 128 KiB, in base64.
#[test]
fn the_classroom_document_fits_into_a_variable() {
    let document = check(&[], "github-classroom", 1);
    assert!(
        document.len() * 4 / 3 < 118 << 10,
        "{} bytes",
        document.len()
    );
}

#[test]
fn nothing_that_is_printed_commands_a_ci_system() {
    for format in [
        "human",
        "json",
        "junit",
        "markdown",
        "exercism",
        "github-classroom",
    ] {
        let mut command = run()
            .checkout
            .command(&["check", "injects", "--format", format]);
        command.env("CI", "true");
        let done = super::Done::of(&mut command);
        commands_nothing(format, &done.exits_with(1).stdout);
        assert!(
            done.stdout.contains("planted"),
            "{format}: the print is shown:\n{}",
            done.stdout
        );
        if !matches!(format, "human" | "markdown" | "junit") {
            for text in strings(&done.json()) {
                // The reporter prints these for itself, in a place that GitHub reads.
                if format == "github-classroom" {
                    commands_nothing(format, &text);
                }
            }
        }
        if format == "junit" {
            let root = is_junit(&done.stdout);
            let failure = root.find("failure").expect("it panicked");
            assert!(
                failure.text.starts_with("::set-output name=grade::100\n"),
                "{}",
                failure.text
            );
            assert!(
                failure.text.contains("hidden␍::set-env"),
                "{}",
                failure.text
            );
            assert!(
                failure.text.contains("]]></failure><failure>\n"),
                "{}",
                failure.text
            );
        }
    }
    // Nobody reads along: what was printed is shown as it is.
    let plain = check(&["injects"], "human", 1);
    assert!(
        plain.contains("\n::set-output name=grade::100\n"),
        "{plain}"
    );
    // A terminal would obey escape codes anywhere.
    assert!(!plain.contains(['\x1b', '\x07', '\x08', '\r']), "{plain:?}");
}

#[track_caller]
fn commands_nothing(format: &str, text: &str) {
    for line in text.split(['\n', '\r']) {
        assert!(!line.trim_start().starts_with("::"), "{format}: {line:?}");
        for sign in ["##[", "##vso[", "##teamcity[", "\x1b"] {
            assert!(!line.contains(sign), "{format}: {line:?}");
        }
    }
}

/// Every text of a document.
fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(values) => values.iter().flat_map(strings).collect(),
        Value::Object(members) => members.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

/// Asserts what Ant's schema and that of Jenkins both ask for.
#[track_caller]
fn is_junit(document: &str) -> Element {
    let root = read(document);
    assert_eq!((&*root.name, root.attributes.len()), ("testsuites", 0));
    for (number, suite) in root.children.iter().enumerate() {
        assert_eq!(suite.name, "testsuite");
        assert_eq!(suite.attribute("id"), number.to_string());
        let cases: Vec<&Element> = suite
            .children
            .iter()
            .filter(|one| one.name == "testcase")
            .collect();
        let names: Vec<&str> = suite.children.iter().map(|one| &*one.name).collect();
        let n_cases = cases.len();
        let expected = [
            vec!["properties"],
            vec!["testcase"; n_cases],
            vec!["system-out", "system-err"],
        ];
        assert_eq!(names, expected.concat());
        let count = |kind: &str| {
            let of_kind = cases
                .iter()
                .filter(|case| case.children.iter().any(|one| one.name == kind));
            of_kind.count().to_string()
        };
        assert_eq!(suite.attribute("tests"), n_cases.to_string());
        assert_eq!(suite.attribute("failures"), count("failure"));
        assert_eq!(suite.attribute("errors"), count("error"));
        assert_eq!(suite.attribute("skipped"), count("skipped"));
        assert!(!suite.attribute("name").is_empty() && !suite.attribute("package").is_empty());
        assert_eq!(suite.attribute("hostname"), "localhost");
        is_time(suite.attribute("time"));
        let timestamp = suite
            .attribute("timestamp")
            .replace(|c: char| c.is_ascii_digit(), "0");
        assert_eq!(timestamp, "0000-00-00T00:00:00");
        for property in &suite.children[0].children {
            assert_eq!(property.name, "property");
            assert!(!property.attribute("name").is_empty());
            property.attribute("value");
        }
        let mut seen = HashSet::new();
        for case in &cases {
            let name = (case.attribute("classname"), case.attribute("name"));
            assert!(seen.insert(name), "{name:?} is there twice");
            is_time(case.attribute("time"));
            assert!(case.children.len() <= 1, "{name:?}");
            for one in &case.children {
                match &*one.name {
                    "skipped" => assert!(one.attributes.is_empty()),
                    "failure" | "error" => {
                        assert!(!one.attribute("type").is_empty());
                        assert!(one.text.contains(one.attribute("message")));
                        assert!(one.text.len() <= 16 << 10);
                    }
                    other => panic!("a case holds <{other}>"),
                }
            }
        }
    }
    root
}

#[track_caller]
fn is_time(text: &str) {
    let parts: Vec<&str> = text.split('.').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    assert!(parts.len() == 2 && parts.iter().all(is_number), "{text}");
}

/// Asserts what Exercism's interface for test runners asks for in its version 3.
#[track_caller]
fn is_exercism(document: &str, status: &str) -> Value {
    let results: Value = serde_json::from_str(document).expect("a JSON document");
    assert_eq!(results["version"], 3);
    assert_eq!(results["status"], status);
    assert_eq!(results["message"].is_null(), status != "error");
    let tests = results["tests"].as_array().expect("a list of tests");
    for test in tests {
        assert!(test["name"].as_str().is_some_and(|name| !name.is_empty()));
        let status = test["status"].as_str().expect("a status");
        assert!(["pass", "fail", "error"].contains(&status));
        assert_eq!(test["message"].is_string(), status != "pass", "{test}");
        assert!(test["message"].as_str().unwrap_or_default().len() <= 65_535);
        assert!(test["task_id"].is_null() || test["task_id"].is_u64());
    }
    let all_pass = tests.iter().all(|test| test["status"] == "pass");
    assert_eq!(all_pass && status != "error", status == "pass");
    results
}

/// Asserts what the reporter reads, and what it makes of the points.
#[track_caller]
fn is_classroom(document: &str, status: &str, max_score: u64, score: u64) {
    let results: Value = serde_json::from_str(document).expect("a JSON document");
    assert_eq!(results["version"], 1);
    assert_eq!(results["status"], status);
    assert_eq!(results["max_score"], max_score);
    let tests = results["tests"].as_array().expect("a list of tests");
    let points = tests
        .iter()
        .map(|test| test["score"].as_u64().expect("points"));
    assert_eq!(points.sum::<u64>(), score);
    // Its table counts by status.
    let passed = tests.iter().filter(|test| test["status"] == "pass").count() as u64;
    assert_eq!((tests.len() as u64, passed), (max_score, score));
    for test in tests {
        assert!(
            test["line_no"].is_u64() && test["filename"].is_string(),
            "{test}"
        );
        assert!(test["message"].as_str().unwrap_or_default().len() <= 4096);
    }
}
