//! What surrounds the runner: completions in the shells that are installed, and the files that
//! editors and containers read.

mod common;

use common::{Done, repository, tiny};
use serde_json::Value;
use std::process::Command;

/// Asks bash for the completions of a line, as it would for a Tab.
const ASK: &str = r#"
source "$1"
COMP_LINE=$2
read -ra COMP_WORDS <<<"$2"
[[ $2 == *" " ]] && COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_cargo_xtask cargo "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
echo "${COMPREPLY[*]}"
"#;

/// The script for a shell, in a file named after it; `None` if the shell is not installed.
fn script(shell: &str) -> Option<(tempfile::TempDir, std::path::PathBuf)> {
    let is_installed = Command::new(shell).arg("--version").output().is_ok();
    if !is_installed || cfg!(windows) {
        println!("skipped: {shell} is not installed");
        return None;
    }
    let script = tiny()
        .run(&["completions", shell])
        .exits_with(0)
        .stdout
        .clone();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join(shell);
    std::fs::write(&file, script).expect("it can be written");
    Some((folder, file))
}

#[test]
fn bash_completes_after_cargo_xtask_and_leaves_the_rest_alone() {
    let Some((_folder, file)) = script("bash") else {
        return;
    };
    for (line, expected) in [
        ("cargo xtask doc", "doctor"),
        ("cargo xtask check count-w", "count-words"),
        ("cargo xtask check --format github", "github-classroom"),
        ("cargo xtask check count-words --stri", "--strict"),
        ("cargo xt", "xtask"),
        ("cargo build --rel", ""),
    ] {
        let mut bash = Command::new("bash");
        bash.args(["--norc", "-c", ASK, "bash"])
            .arg(&file)
            .arg(line);
        let done = Done::of(&mut bash);
        assert_eq!(done.exits_with(0).stdout.trim(), expected, "{line}");
    }
}

#[test]
fn fish_completes_after_cargo_xtask() {
    let Some((_folder, file)) = script("fish") else {
        return;
    };
    for (line, expected) in [
        ("cargo xtask doc", "doctor"),
        ("cargo xtask check count-w", "count-words"),
        ("cargo xtask completions z", "zsh"),
    ] {
        let ask = format!("source {}; complete -C '{line}'", file.display());
        let done = Done::of(Command::new("fish").args(["--no-config", "-c", &ask]));
        let found = done.exits_with(0).stdout.split_whitespace().next();
        assert_eq!(found, Some(expected), "{line}");
    }
}

#[test]
fn zsh_accepts_its_script() {
    let Some((_folder, file)) = script("zsh") else {
        return;
    };
    let ask = format!(
        "autoload -Uz compinit; compinit -u -D; source {}; echo $_comps[cargo]",
        file.display()
    );
    let done = Done::of(Command::new("zsh").args(["-f", "-c", &ask]));
    done.exits_with(0).says(&["_cargo"]);
    assert_eq!(done.stderr, "");
}

#[test]
fn every_script_says_where_to_put_it() {
    let checkout = tiny();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let done = checkout.run(&["completions", shell]);
        done.exits_with(0)
            .says(&[&format!("cargo xtask completions {shell} > ")]);
    }
    checkout.run(&["completions", "tcsh"]).exits_with(2);
}

#[test]
fn the_editors_tasks_are_existing_commands() {
    let help = tiny().run(&["--help"]).exits_with(0).stdout.clone();
    let tasks = document(".vscode/tasks.json");
    let tasks = tasks["tasks"].as_array().expect("a list of tasks");
    assert_eq!(tasks.len(), 3);
    for task in tasks {
        assert_eq!(task["command"], "cargo");
        assert_eq!(task["args"][0], "xtask");
        let command = task["args"][1].as_str().expect("a command");
        let exists = help
            .lines()
            .any(|line| line.split_whitespace().next() == Some(command));
        assert!(exists, "{command} is not in:\n{help}");
        assert_eq!(task["label"], format!("arena: {command}"));
    }
}

#[test]
fn the_container_is_ready_offline() {
    let container = document(".devcontainer/devcontainer.json");
    let image = container["image"].as_str().expect("an image");
    assert!(
        image.starts_with("mcr.microsoft.com/devcontainers/rust:"),
        "{image}"
    );
    let command = container["postCreateCommand"].as_str().expect("a command");
    assert!(command.contains("cargo fetch --locked"), "{command}");
}

fn document(path: &str) -> Value {
    let text = std::fs::read_to_string(repository().join(path)).expect("it can be read");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}
