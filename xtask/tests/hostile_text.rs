//! Text from outside is text: names of tests and files, titles, reasons, and what other programs print
//! command neither a terminal nor a CI system, in any format.

mod common;

use common::{Checkout, Done, Plan, contains_all, tiny};
use serde_json::Value;

const FORMATS: [&str; 6] = [
    "human",
    "json",
    "junit",
    "markdown",
    "exercism",
    "github-classroom",
];
const WORDS: &str = "exercises/02_count_words";
const TESTS: &str = "exercises/02_count_words/tests/graded/main.rs";
/// An escape code, a C1 control, a reversal, a bell, a return, and commands, as a TOML or Rust literal.
const TEXT: &str = r"planted \u{1b}[31m\u{9b}2J\u{202e}\u{2066}\u{7}\r::error::x ##vso[a]b";

/// Asserts that nothing in a text commands a terminal or a CI system.
#[track_caller]
fn assert_harmless(what: &str, text: &str) {
    let commands = |c: char| {
        let reorders = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        reorders || (c.is_control() && !matches!(c, '\n' | '\t'))
    };
    assert!(!text.contains(commands), "{what}: {text:?}");
    for line in text.lines() {
        assert!(!line.trim_start().starts_with("::"), "{what}: {line:?}");
        for command in ["##[", "##vso[", "##teamcity["] {
            assert!(!line.contains(command), "{what}: {line:?}");
        }
    }
}

fn in_ci(checkout: &Checkout, arguments: &[&str]) -> Done {
    Done::of(checkout.command(arguments).env("CI", "true"))
}

#[track_caller]
fn assert_all_formats_are_harmless(checkout: &Checkout, exercise: &str) {
    for format in FORMATS {
        let arguments = ["check", exercise, "--no-speed", "--format", format];
        let done = in_ci(checkout, &arguments);
        done.exits_with(1);
        assert_harmless(format, &done.stdout);
        assert_harmless(format, &done.stderr);
        assert!(
            done.stdout.contains("planted"),
            "{format}:\n{}",
            done.stdout
        );
        if matches!(format, "json" | "exercism" | "github-classroom") {
            let document: Value = serde_json::from_str(&done.stdout).expect("a JSON document");
            assert!(document.is_object());
        }
    }
}

/// A workbook whose exercise has a hostile title, and a harness that lists hostile names.
fn hostile() -> Checkout {
    let title = TEXT
        .replace("\\u{1b}", "\\u001b")
        .replace("\\u{7}", "\\u0007");
    let title = title
        .replace("\\u{9b}", "\\u009b")
        .replace("\\u{202e}", "\\u202e");
    let title = title.replace("\\u{2066}", "\\u2066");
    let harness = format!(
        "//! A harness of its own.\n\nfn main() {{\n    let list = std::env::args().any(|word| word == \
         \"--list\");\n    if list {{\n        println!(\"step3_x::{TEXT}: test\");\n        \
         println!(\"::error::y: test\");\n    }} else {{\n        eprintln!(\"\\n::error::z {TEXT}\");\n        \
         std::process::exit(3);\n    }}\n}}\n"
    );
    let target = "[dev-dependencies]";
    let own = "[[test]]\nname = \"graded\"\nharness = false\n\n[dev-dependencies]";
    Plan::of("tiny")
        .edit(
            &format!("{WORDS}/exercise.toml"),
            "title = \"Count words\"",
            &format!("title = \"{title}\\n::error::t\""),
        )
        .edit(&format!("{WORDS}/Cargo.toml"), target, own)
        .write(TESTS, &harness)
        .at("hostile")
        .lay_out()
}

#[test]
fn names_and_titles_command_nothing() {
    let checkout = hostile();
    assert_all_formats_are_harmless(&checkout, "2");
    for command in [&["list"][..], &["next"], &["hint", "2"], &["watch", "2"]] {
        let done = in_ci(&checkout, command);
        assert_harmless(command[0], &done.exits_with(0).stdout);
        assert_harmless(command[0], &done.stderr);
    }
    // Without a CI system, too, nothing reaches a terminal.
    let list = checkout.run(&["list"]);
    assert!(
        list.stdout
            .contains("planted ␛[31m\u{fffd}2J\u{fffd}\u{fffd}␇␍"),
        "{}",
        list.stdout
    );
}

/// Other systems have no such names.
#[cfg(unix)]
#[test]
fn names_of_files_command_nothing() {
    let checkout = hostile();
    let name = "planted \x1b[31m\u{9b}\u{202e}\x07\r\n::error::x ##vso[a].rs";
    checkout.write(&format!("{WORDS}/tests/{name}"), "");
    for format in FORMATS {
        let arguments = ["check", "2", "--strict", "--no-speed", "--format", format];
        let done = in_ci(&checkout, &arguments);
        assert_harmless(format, &done.exits_with(1).stdout);
        assert_harmless(format, &done.stderr);
    }
    std::fs::remove_file(checkout.path(&format!("{WORDS}/tests/{name}"))).expect("it is ours");
}

/// What compilers and linkers print goes to a terminal in the compiler's own colours only.
#[test]
fn what_a_compiler_quotes_commands_nothing() {
    let source = format!("{WORDS}/src/lib.rs");
    let missing = "//! Nothing.\n\n#[path = \"\\u{1b}[31mplanted\\u{202e}.rs\"]\nmod planted;\n";
    let checkout = Plan::of("tiny").write(&source, missing).lay_out();
    assert_all_formats_are_harmless(&checkout, "2");
    let mut command = checkout.command(&["check", "2", "--no-speed"]);
    let coloured = Done::of(command.env("CLICOLOR_FORCE", "1"));
    assert!(coloured.stdout.contains("planted"));
    assert!(!coloured.stdout.contains("\x1b[31mplanted"));
    // Names that are asked for.
    let done = in_ci(&checkout, &["check", "\x1b[31mx\u{202e}\n::error::y"]);
    assert_harmless("a name", &done.exits_with(2).stderr);
    let done = in_ci(&checkout, &["check\x1b[31m"]);
    assert_harmless("a command", &done.exits_with(2).stderr);
}

#[test]
fn variables_and_saved_state_command_nothing() {
    let checkout = tiny();
    let editor = "planted\x1b[31m\u{202e}";
    let mut command = checkout.command(&["doctor", "--no-speed"]);
    command.env("EDITOR", editor).env("VISUAL", editor);
    let doctor = Done::of(command.env("CI", "true"));
    contains_all(&doctor.stdout, &["planted␛[31m"]);
    assert_harmless("doctor", &doctor.stdout);
    checkout.write(
        ".arena/progress.json",
        "{\"version\": 1, \"exercises\": {\"planted\\u001b[31m\": \"\\u001b[31m\"}}",
    );
    let done = in_ci(&checkout, &["list"]);
    assert_harmless("list", &done.exits_with(0).stdout);
    assert_harmless("a warning", &done.stderr);
}
