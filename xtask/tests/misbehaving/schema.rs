//! The formats as those who read them define them.

use super::xml::{Element, read};
use serde_json::Value;
use std::collections::HashSet;

/// Asserts what Ant's schema (`JUnit.xsd` of Windy Road) and that of Jenkins' xUnit plugin both ask for:
/// which elements stand where and in which order, and which attributes they must and may have. Beyond
/// that, the counts have to be right, and no case may be there twice.
#[track_caller]
pub fn is_junit(document: &str) -> Element {
    let root = read(document);
    has(&root, "testsuites", &[]);
    holds_elements(&root);
    for (number, suite) in root.children.iter().enumerate() {
        is_suite(number, suite);
    }
    root
}

#[track_caller]
fn is_suite(number: usize, suite: &Element) {
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
    has(suite, "testsuite", &attributes);
    holds_elements(suite);
    let [properties, cases @ .., out, err] = &suite.children[..] else {
        panic!("a suite has properties, cases and two outputs: {suite:?}");
    };
    has(properties, "properties", &[]);
    holds_elements(properties);
    for property in &properties.children {
        has(property, "property", &["name", "value"]);
        is_token(property.attribute("name"));
    }
    for (output, name) in [(out, "system-out"), (err, "system-err")] {
        has(output, name, &[]);
        assert!(output.children.is_empty());
    }
    for name in ["name", "package", "hostname"] {
        is_token(suite.attribute(name));
    }
    is_time(suite.attribute("time"));
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
        is_case(case);
        let name = (case.attribute("classname"), case.attribute("name"));
        assert!(seen.insert(name), "{name:?} is there twice");
    }
}

#[track_caller]
fn is_case(case: &Element) {
    has(case, "testcase", &["classname", "name", "time"]);
    holds_elements(case);
    is_token(case.attribute("classname"));
    is_token(case.attribute("name"));
    is_time(case.attribute("time"));
    match &case.children[..] {
        [] => {}
        [one] if one.name == "skipped" => has(one, "skipped", &[]),
        [one] => {
            assert!(["failure", "error"].contains(&&*one.name), "{one:?}");
            has(one, &one.name, &["message", "type"]);
            assert!(one.children.is_empty());
            assert!(!one.attribute("type").is_empty());
            assert!(one.text.contains(one.attribute("message")));
            // Where to look, and the command to run next.
            assert!(one.text.contains("cargo xtask check ") || one.text.contains("git checkout"));
            assert!(one.text.len() <= 16 << 10);
        }
        several => panic!("a case has one outcome: {several:?}"),
    }
}

/// Asserts the name of an element, and its attributes, of which none is optional here.
#[track_caller]
fn has(element: &Element, name: &str, attributes: &[&str]) {
    assert_eq!(element.name, name);
    let names: Vec<&String> = element.attributes.keys().collect();
    assert_eq!(names, attributes, "{name}");
}

/// Asserts that only white space stands between the elements inside.
#[track_caller]
fn holds_elements(element: &Element) {
    assert_eq!(element.text.trim(), "", "{}", element.name);
}

/// What XML Schema calls a token: no line ends, and no blanks but single ones between words.
#[track_caller]
fn is_token(text: &str) {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    assert!(!text.is_empty() && words.join(" ") == text, "{text:?}");
}

#[track_caller]
fn is_time(text: &str) {
    let parts: Vec<&str> = text.split('.').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    assert!(parts.len() == 2 && parts.iter().all(is_number), "{text}");
}

/// Asserts what Exercism's interface for test runners asks for in its version 3.
#[track_caller]
pub fn is_exercism(document: &str, status: &str) -> Value {
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
pub fn is_classroom(document: &str, status: &str, max_score: u64, score: u64) {
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
