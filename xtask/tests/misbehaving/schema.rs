//! The formats, as defined by the tools that read them.

use super::xml::{Element, read};
use serde_json::Value;
use std::collections::HashSet;

/// Asserts what both Ant's schema (Windy Road's `JUnit.xsd`) and that of Jenkins' xUnit plugin
/// require: the elements, their order, and the attributes that they must and may have. Beyond that,
/// the counts must be right, and no case may appear twice.
#[track_caller]
pub fn assert_junit(document: &str) -> Element {
    let root = read(document);
    assert_element(&root, "testsuites", &[]);
    assert_only_elements(&root);
    for (number, suite) in root.children.iter().enumerate() {
        assert_suite(number, suite);
    }
    root
}

#[track_caller]
fn assert_suite(number: usize, suite: &Element) {
    let attributes = [
        "errors",
        "failures",
        "hostname",
        "id",
        "name",
        "package",
        "skipped",
        "tests",
        "time",
        "timestamp",
    ];
    assert_element(suite, "testsuite", &attributes);
    assert_only_elements(suite);
    let [properties, cases @ .., out, err] = &suite.children[..] else {
        panic!("a suite has properties, cases and two outputs: {suite:?}");
    };
    assert_element(properties, "properties", &[]);
    assert_only_elements(properties);
    for property in &properties.children {
        assert_element(property, "property", &["name", "value"]);
        assert_token(property.attribute("name"));
    }
    for (output, name) in [(out, "system-out"), (err, "system-err")] {
        assert_element(output, name, &[]);
        assert!(output.children.is_empty());
    }
    for name in ["name", "package", "hostname"] {
        assert_token(suite.attribute(name));
    }
    assert_time(suite.attribute("time"));
    let digits = |c: char| c.is_ascii_digit();
    let timestamp = suite.attribute("timestamp").replace(digits, "0");
    assert_eq!(timestamp, "0000-00-00T00:00:00");

    let count = |kind: &str| {
        cases
            .iter()
            .filter(|case| case.find(kind).is_some())
            .count()
    };
    for (name, number) in [
        ("id", number),
        ("tests", cases.len()),
        ("failures", count("failure")),
        ("errors", count("error")),
        ("skipped", count("skipped")),
    ] {
        assert_eq!(suite.attribute(name), number.to_string(), "{name}");
    }
    let mut seen = HashSet::new();
    for case in cases {
        assert_case(case);
        let name = (case.attribute("classname"), case.attribute("name"));
        assert!(seen.insert(name), "{name:?} appears twice");
    }
}

#[track_caller]
fn assert_case(case: &Element) {
    assert_element(case, "testcase", &["classname", "name", "time"]);
    assert_only_elements(case);
    assert_token(case.attribute("classname"));
    assert_token(case.attribute("name"));
    assert_time(case.attribute("time"));
    match &case.children[..] {
        [] => {}
        [outcome] if outcome.name == "skipped" => assert_element(outcome, "skipped", &[]),
        [outcome] => {
            let Element { name, text, .. } = outcome;
            assert!(["failure", "error"].contains(&&**name), "{outcome:?}");
            assert_element(outcome, name, &["message", "type"]);
            assert!(outcome.children.is_empty());
            assert!(!outcome.attribute("type").is_empty());
            assert!(text.contains(outcome.attribute("message")));
            // The command to run next.
            assert!(text.contains("cargo xtask check ") || text.contains("git checkout"));
            assert!(text.len() <= 16 << 10);
        }
        several => panic!("a case has one outcome: {several:?}"),
    }
}

/// Asserts the name of an element and its attributes, none of which is optional here.
#[track_caller]
fn assert_element(element: &Element, name: &str, attributes: &[&str]) {
    assert_eq!(element.name, name);
    let names: Vec<&String> = element.attributes.keys().collect();
    assert_eq!(names, attributes, "{name}");
}

/// Asserts that there is only white space between the elements inside.
#[track_caller]
fn assert_only_elements(element: &Element) {
    assert_eq!(element.text.trim(), "", "{}", element.name);
}

/// Asserts a token as XML Schema defines it: no line ends, and only single blanks between words.
#[track_caller]
fn assert_token(text: &str) {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    assert!(!text.is_empty() && words.join(" ") == text, "{text:?}");
}

#[track_caller]
fn assert_time(text: &str) {
    let parts: Vec<&str> = text.split('.').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    assert!(parts.len() == 2 && parts.iter().all(is_number), "{text}");
}

/// Asserts what version 3 of Exercism's interface for test runners requires.
#[track_caller]
pub fn assert_exercism(document: &str, status: &str) -> Value {
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

/// Asserts what the reporter reads, and how it adds up the points.
#[track_caller]
pub fn assert_classroom(document: &str, status: &str, max_score: u64, score: u64) {
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
