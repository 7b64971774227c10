//! What a learner's code prints, or makes the compiler print, is only ever text: no CI system,
//! terminal or reader of a document obeys it. It is kept up to a limit.

use super::run;
use super::schema::{assert_classroom, assert_exercism, assert_junit};
use super::xml::Element;
use crate::common::{Checkout, Done, Plan, contains_all};
use serde_json::Value;

const FORMATS: [&str; 6] = [
    "human",
    "json",
    "junit",
    "markdown",
    "exercism",
    "github-classroom",
];
/// What `injects` prints, as a Rust literal.
const COMMANDS: &str = r##""::set-output name=grade::100\n  ::error file=a.rs::planted\n\
    before ##vso[task.setvariable variable=grade]100\n##teamcity[testFinished name='planted']\n\
    ##[group]planted\nhidden\r::set-env name=PATH::/tmp\n]]></failure><failure>\n```\n</details>\n\
    \x1b[2J\x1b]0;planted\x07 \x08\u{fffe}""##;

/// What is printed about an exercise if a CI system reads the output.
#[track_caller]
fn in_ci(checkout: &Checkout, id: &str, format: &str) -> String {
    let mut command = checkout.command(&["check", id, "--format", format]);
    let done = Done::of(command.env("CI", "true"));
    assert_eq!(done.exits_with(1).stderr, "");
    done.stdout
}

#[track_caller]
fn assert_no_commands(format: &str, text: &str) {
    for line in text.split(['\n', '\r']) {
        assert!(!line.trim_start().starts_with("::"), "{format}: {line:?}");
        for command in ["##[", "##vso[", "##teamcity["] {
            assert!(!line.contains(command), "{format}: {line:?}");
        }
    }
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    assert!(!text.contains(is_control), "{format}: {text:?}");
}

/// Asserts that a document is valid in its format, quotes what was printed, and contains no
/// command.
#[track_caller]
fn assert_quoted_safely(format: &str, document: &str) {
    assert_no_commands(format, document);
    assert!(document.contains("planted"), "{format}:\n{document}");
    match format {
        "junit" => drop(assert_junit(document)),
        "markdown" => assert_fenced(document),
        "github-classroom" => {
            let document: Value = serde_json::from_str(document).expect("a JSON document");
            // The reporter prints these itself, into a log that GitHub reads.
            for text in strings(&document) {
                assert_no_commands(format, &text);
            }
        }
        "json" | "exercism" => {
            let document: Value = serde_json::from_str(document).expect("a JSON document");
            let texts = strings(&document).concat();
            contains_all(
                &texts,
                &["::set-output name=grade::100\n", "##[group]planted"],
            );
        }
        _ => assert_eq!(format, "human"),
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

/// Asserts that nothing that was printed is read as Markdown, and that each row of the table has
/// all its cells.
#[track_caller]
fn assert_fenced(document: &str) {
    let mut fence = 0;
    for line in document.lines() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        match fence {
            0 if ticks >= 3 => fence = ticks,
            0 => {
                for part in ["planted", "</details>", "set-output"] {
                    assert!(!line.contains(part), "outside of a fence: {line:?}");
                }
                if line.starts_with('|') {
                    assert_eq!(line.matches('|').count(), 9, "{line}");
                }
            }
            _ if ticks >= fence && ticks == line.len() => fence = 0,
            _ => {}
        }
    }
    assert_eq!(fence, 0, "a fence is not closed:\n{document}");
}

#[test]
fn nothing_that_is_printed_commands_a_ci_system() {
    for format in FORMATS {
        let document = in_ci(&run().checkout, "injects", format);
        assert_quoted_safely(format, &document);
    }
    let plain = run().checkout.run(&["check", "injects"]).stdout;
    // No CI system reads the output: what was printed is shown as it is.
    contains_all(&plain, &["\n::set-output name=grade::100\n"]);
    // A terminal would obey escape codes anywhere.
    assert!(!plain.contains(['\x1b', '\x07', '\x08', '\r']), "{plain:?}");
}

#[test]
fn xml_quotes_what_was_printed_without_its_tags() {
    let root: Element = assert_junit(&in_ci(&run().checkout, "injects", "junit"));
    let failure = root.find("failure").expect("it panicked");
    assert!(failure.text.starts_with("::set-output name=grade::100\n"));
    let parts = ["hidden␍::set-env", "]]></failure><failure>\n", "␛[2J"];
    contains_all(&failure.text, &parts);
}

/// A workbook whose first exercise makes the compiler print the commands, and whose second prints
/// them itself, in a very long line.
fn tiny() -> Checkout {
    let uncompilable = format!("//! Does not compile.\n\ncompile_error!({COMMANDS});\n");
    let endless = format!(
        "//! Panics.\n\n/// No answer.\npub fn count(_text: &str) -> usize {{\n    \
         panic!(\"{{}}{{}}\", {COMMANDS}, \"no end \".repeat(1_000_000));\n}}\n"
    );
    Plan::of("tiny")
        .write("exercises/02_count_words/src/lib.rs", &uncompilable)
        .write("exercises/05_count_lines/src/lib.rs", &endless)
        .lay_out()
}

#[test]
fn what_the_compiler_quotes_is_no_command_and_what_is_kept_has_a_limit() {
    let checkout = tiny();
    for format in FORMATS {
        let document = in_ci(&checkout, "count-words", format);
        assert_quoted_safely(format, &document);
        if format == "exercism" {
            assert_exercism(&document, "error");
        }

        let document = in_ci(&checkout, "count-lines", format);
        assert_quoted_safely(format, &document);
        contains_all(&document, &["left out ...]", "no end no end"]);
        // Two tests print it; documents for people, or with little room, keep less.
        let limit = match format {
            "json" | "exercism" => 180_000,
            "junit" => 2 * (16 << 10) + 5_000,
            "human" => (16 << 10) + 3_000,
            _ => 15_000,
        };
        assert!(document.len() < limit, "{format}: {} bytes", document.len());
        if format == "github-classroom" {
            assert_classroom(&document, "fail", 1, 0);
        }
    }
}
