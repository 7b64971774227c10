//! Every solution passes the tests that learners see, and every untouched exercise fails as
//! declared. A plain `cargo test` does not run the tests of those crates, so this test does.
//!
//! It runs in the repository, not in a copy. An exercise that somebody is working on may be in any
//! state.

mod common;

use common::{Done, repository, runner};
use std::path::Path;
use toml::{Table, Value};

#[test]
fn solutions_pass_and_untouched_starters_fail_as_declared() {
    let exercises = exercises();
    let untouched = exercises.iter().filter(|folder| is_untouched(folder));
    let (n_exercises, n_untouched) = (exercises.len(), untouched.count());
    let mut command = runner();
    command
        .args(["verify", "--no-speed"])
        .current_dir(repository());
    // In this target folder, `cargo xtask` may have built them already.
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(target) => command.env("CARGO_TARGET_DIR", target),
        None => command.env_remove("CARGO_TARGET_DIR"),
    };
    let done = Done::of(&mut command);
    let (n_starters, n_solutions) = counts(&done);
    assert_eq!(n_solutions, n_exercises, "{}", done.stdout);
    assert!(
        (n_untouched..=n_exercises).contains(&n_starters),
        "{n_untouched} exercises are untouched\n{}",
        done.stdout
    );
    if n_untouched == n_exercises {
        done.exits_with(0);
    }
}

/// The members of the workspace that are exercises.
fn exercises() -> Vec<String> {
    let text = read(&repository().join("Cargo.toml"));
    let manifest: Table = text.parse().expect("cargo has read it");
    let members = manifest["workspace"]["members"].as_array();
    let members = members.expect("a list").iter().filter_map(Value::as_str);
    let exercises = members.filter(|member| member.starts_with("exercises/"));
    exercises.map(str::to_owned).collect()
}

fn is_untouched(exercise: &str) -> bool {
    let folder = repository().join(exercise);
    read(&folder.join("src/lib.rs")) == read(&folder.join("bad/lib.rs"))
}

/// A file's text with `\n` line ends; empty if somebody has deleted the file.
fn read(file: &Path) -> String {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    text.replace("\r\n", "\n")
}

/// How many starters fail and how many solutions pass, according to the summary.
#[track_caller]
fn counts(done: &Done) -> (usize, usize) {
    let mut lines = done.stdout.lines();
    let line = lines.find(|line| line.contains(" starters fail as "));
    let line = line.unwrap_or_else(|| panic!("{}\n{}", done.stdout, done.stderr));
    let count = |what: &str| {
        let mut parts = line.split(", ");
        let part = parts.find(|part| part.contains(what)).expect(what);
        let number = part.split(' ').next().unwrap_or_default();
        number.parse().expect("a number")
    };
    (count("starters"), count("solutions"))
}
