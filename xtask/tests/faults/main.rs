//! Faults of the compiler, of files or of the machine: the first two cost only the exercise that causes
//! them, and the last is nobody's mistake.

#[path = "../common/mod.rs"]
mod common;
mod machine;
mod odd_files;
mod one_exercise;

use common::{CHECK, Checkout, Done, exercise, wait_until};
use serde_json::Value;
use std::time::Instant;

const SOURCE: &str = "exercises/02_count_words/src/lib.rs";

/// Checks `count-words` as it is now; the other exercise is graded all the same. Returns its part of the
/// report.
#[track_caller]
fn only_words_fail(checkout: &Checkout, arguments: &[&str]) -> Value {
    let arguments = [&CHECK, arguments].concat();
    let report = checkout.run(&arguments).exits_with(1).json();
    assert_eq!(exercise(&report, "count-lines")["standing"], "failed");
    let words = exercise(&report, "count-words").clone();
    assert_ne!(words["standing"], "passed");
    words
}

fn message(exercise: &Value) -> String {
    let of_build = exercise["message"].as_str();
    let of_tests = exercise["tests"].as_array().into_iter().flatten();
    let of_tests = of_tests.filter_map(|test| test["message"].as_str());
    of_build.into_iter().chain(of_tests).collect()
}

#[cfg(unix)]
fn pipe(checkout: &Checkout, name: &str) {
    let path = checkout.path(name);
    std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("writable");
    let _ = std::fs::remove_file(&path);
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    assert!(made.expect("every Unix has `mkfifo`").success());
}

#[cfg(unix)]
fn link(checkout: &Checkout, target: &str, name: &str) {
    let path = checkout.path(name);
    std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("writable");
    let _ = std::fs::remove_file(&path);
    std::os::unix::fs::symlink(target, path).expect("links can be made");
}

/// A command, started by a shell that runs this script first.
#[cfg(target_os = "linux")]
fn within(command: std::process::Command, script: &str) -> std::process::Command {
    let mut shell = std::process::Command::new("/bin/sh");
    shell.args(["-c", &format!("{script} && exec \"$0\" \"$@\"")]);
    shell.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        shell.current_dir(folder);
    }
    shell
}

/// A solution that does this first.
#[cfg(target_os = "linux")]
fn doing(checkout: &Checkout, what: &str) {
    let solved = checkout.read(SOURCE);
    let doing = solved.replace("    text.split", &format!("    {what}\n    text.split"));
    checkout.write(SOURCE, &doing);
}

/// Checks, with a script that runs before each start of the compiler.
#[cfg(unix)]
fn with_wrapper(checkout: &Checkout, script: &str) -> Done {
    let wrapper = checkout.path("wrapper");
    checkout.write("wrapper", &format!("#!/bin/sh\n{script}\nexec \"$@\"\n"));
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&wrapper, mode).expect("it is ours");
    let mut command = checkout.command(&CHECK);
    command.env("RUSTC_WORKSPACE_WRAPPER", &wrapper);
    Done::of(&mut command)
}

/// Runs to its end in a few seconds, whatever it finds in the place of a file.
#[track_caller]
fn ends_soon(checkout: &Checkout, arguments: &[&str]) -> Done {
    let start = Instant::now();
    let mut child = checkout.command(arguments);
    let child = child
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    let mut child = child.spawn().expect("the runner can be started");
    let has_ended = wait_until(|| child.try_wait().expect("it was started here").is_some());
    if !has_ended {
        child.kill().expect("it is running");
    }
    let done = Done::from(child.wait_with_output().expect("it was started here"));
    assert!(
        has_ended,
        "{arguments:?} {:?}: {}",
        start.elapsed(),
        done.stderr
    );
    done
}
