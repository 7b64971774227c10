//! Faults of the compiler or of the machine: the former costs only the exercise that causes it, and
//! the latter is nobody's mistake.

mod common;

use common::{CHECK, exercise, tiny};

const SOURCE: &str = "exercises/02_count_words/src/lib.rs";

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

/// A wrapper around the compiler prints what rustc prints if the disk is full.
#[cfg(unix)]
#[test]
fn a_full_disk_is_not_recorded_over_a_pass() {
    use std::os::unix::fs::PermissionsExt;

    let checkout = tiny();
    checkout.run(&CHECK).exits_with(1);
    let before = checkout.progress();
    assert_eq!(before["exercises"]["count-words"]["standing"], "passed");
    let solved = checkout.read(SOURCE);
    checkout.write(SOURCE, &format!("{solved}\n"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let wrapper = folder.path().join("wrapper");
    let script = "#!/bin/sh\ncase \"$*\" in\n*'--crate-name count_words '*)\n\
                  echo 'error: failed to write x: No space left on device (os error 28)' >&2\n\
                  exit 1;;\nesac\nexec \"$@\"\n";
    std::fs::write(&wrapper, script).expect("writable");
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&wrapper, executable).expect("it is ours");
    let mut command = checkout.command(&CHECK);
    command.env("RUSTC_WORKSPACE_WRAPPER", &wrapper);
    let done = common::Done::of(&mut command);
    done.exits_with(2).complains(&[
        "the disk is full: ",
        "No space left on device",
        "help: free some",
    ]);
    assert_eq!(checkout.progress(), before);
    checkout.write(SOURCE, &solved);
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

/// What a source quotes is no report of the system's.
#[test]
fn a_source_that_speaks_of_a_full_disk_costs_one_exercise() {
    let checkout = tiny();
    let solved = checkout.read(SOURCE);
    let wrong = "\n/// Wrong.\npub fn wrong() -> u32 {\n    \"(os error 28)\"\n}\n";
    checkout.write(SOURCE, &format!("{solved}{wrong}"));
    let report = checkout.run(&CHECK).exits_with(1).json();
    checkout.write(SOURCE, &solved);
    assert_eq!(exercise(&report, "count-words")["standing"], "build_failed");
    assert_eq!(exercise(&report, "count-lines")["standing"], "failed");
}
