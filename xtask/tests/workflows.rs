//! The workflows of CI systems: in a fork only the grading runs, what they name exists, and their shell steps do what they
//! should, on this machine.

#![cfg(unix)]

mod common;

use common::{Checkout, repository, tiny};
use serde_json::Value;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// Of each system, the file that grades a fork.
const GRADERS: [&str; 3] = [
    ".github/workflows/grade.yml",
    ".gitea/workflows/grade.yml",
    ".ci/gitlab.yml",
];
const WORDS: &str = "exercises/02_count_words/src/lib.rs";

fn read(file: &str) -> String {
    let path = repository().join(file);
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The jobs of a workflow for GitHub or Gitea, each with its lines.
fn jobs(workflow: &str) -> Vec<(String, Vec<String>)> {
    let mut jobs: Vec<(String, Vec<String>)> = Vec::new();
    let lines = workflow.lines().skip_while(|line| *line != "jobs:").skip(1);
    for line in lines {
        let name = line
            .strip_prefix("  ")
            .and_then(|line| line.strip_suffix(':'));
        match name.filter(|name| !name.starts_with([' ', '#'])) {
            Some(name) => jobs.push((name.to_owned(), Vec::new())),
            None => {
                if let Some((_, of_job)) = jobs.last_mut() {
                    of_job.push(line.trim().to_owned());
                }
            }
        }
    }
    jobs
}

#[test]
fn in_a_fork_only_the_grading_runs_by_itself() {
    let condition = |job: &[String]| {
        job.iter()
            .find_map(|line| line.strip_prefix("if: ").map(str::to_owned))
    };
    let ci = jobs(&read(".github/workflows/ci.yml"));
    assert_eq!(ci.len(), 2);
    for (name, job) in &ci {
        assert_eq!(
            condition(job).as_deref(),
            Some("${{ !github.event.repository.fork }}"),
            "{name}"
        );
    }
    for (name, job) in jobs(&read(".github/workflows/publish.yml")) {
        let waits = job.contains(&"needs: build".to_owned());
        let refuses = condition(&job).is_some_and(|condition| {
            condition.contains(
                "!github.event.repository.fork || github.event_name == 'workflow_dispatch'",
            )
        });
        assert!(waits || refuses, "{name}");
    }
    for file in &GRADERS[..2] {
        for (name, job) in jobs(&read(file)) {
            let expected = "github.event.repository.fork || vars.WORKBOOK";
            assert_eq!(condition(&job).as_deref(), Some(expected), "{file}, {name}");
        }
    }
}

/// All workflows run commands that exist here: scripts of `.ci`, and commands of the runner.
#[test]
fn what_workflows_run_exists() {
    let files = GRADERS.iter().copied();
    let others = [
        ".github/workflows/ci.yml",
        ".github/workflows/publish.yml",
        ".ci/grade",
    ];
    let mut n_scripts = 0;
    let mut n_commands = 0;
    for file in files.chain(others) {
        let text = read(file);
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'));
        for line in code {
            for (at, _) in line.match_indices(".ci/") {
                let name = line[at..]
                    .split([' ', '"', '\''])
                    .next()
                    .unwrap_or_default();
                let path = repository().join(name);
                let mode = path
                    .metadata()
                    .unwrap_or_else(|error| panic!("{file}: {name}: {error}"));
                assert!(
                    mode.permissions().mode() & 0o111 != 0,
                    "{name} cannot be run"
                );
                n_scripts += 1;
            }
            let Some((_, words)) = line.split_once("cargo xtask") else {
                continue;
            };
            let words = words.trim_start_matches('}').split_whitespace();
            let words = words.take_while(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()));
            let mut words: Vec<&str> = words.collect();
            words.push("--help");
            let done = common::Done::of(common::runner().args(&words));
            done.exits_with(0);
            n_commands += 1;
        }
    }
    assert!(
        n_scripts >= 5 && n_commands >= 2,
        "{n_scripts}, {n_commands}"
    );
}

/// The command of a file that grades, as its system's shell gets it.
fn grading(file: &str) -> String {
    let text = read(file);
    let mut lines = text.lines().map(str::trim);
    let line = lines.find(|line| line.contains(".ci/grade") && !line.starts_with('#'));
    let line = line.unwrap_or_else(|| panic!("{file} grades nothing"));
    let command = line.trim_start_matches("- ").trim_start_matches("run: ");
    command.trim_matches('\'').to_owned()
}

/// Runs a shell step beside `workbook` and `fork`, as the systems lay them out.
fn step(folder: &Path, command: &str) -> Output {
    let folder_name = folder.display().to_string();
    let mut shell = Command::new("sh");
    // What the test's runner gets, the script's gets, too.
    for (name, value) in common::runner().get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell
        .args(["-e", "-c", command])
        .current_dir(folder)
        .env("XTASK", env!("CARGO_BIN_EXE_xtask"))
        .env("GITHUB_REPOSITORY_OWNER", "ann")
        .env("GITHUB_STEP_SUMMARY", folder.join("summary.md"))
        .env("CI_PROJECT_ROOT_NAMESPACE", "ann")
        .env("CI_PROJECT_DIR", format!("{folder_name}/fork"))
        .env("workbook", format!("{folder_name}/workbook"));
    shell.output().expect("there is a shell")
}

fn lay_out() -> (Checkout, TempDir) {
    let checkout = tiny();
    checkout.write(".ci/grade", &read(".ci/grade"));
    let script = checkout.path(".ci/grade");
    std::fs::set_permissions(script, PermissionsExt::from_mode(0o755)).expect("it is ours");
    let folder = tempfile::tempdir().expect("a temporary folder");
    symlink(&checkout.root, folder.path().join("workbook")).expect("links can be made");
    let source = folder.path().join("fork").join(WORDS);
    std::fs::create_dir_all(source.parent().expect("a folder")).expect("made");
    std::fs::write(source, checkout.read(WORDS)).expect("written");
    (checkout, folder)
}

#[test]
fn the_steps_grade_a_fork_and_leave_its_grade() {
    let (_checkout, folder) = lay_out();
    for file in GRADERS {
        let output = step(folder.path(), &grading(file));
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        let why = String::from_utf8_lossy(&output.stderr).into_owned();
        // An exercise that does not pass yet fails no job.
        assert!(output.status.success(), "{file}: {shown}\n{why}");
        assert!(
            shown.contains("| ann | 1 | pass | missing |"),
            "{file}: {shown}\n{why}"
        );
        let grade = ["grade.json", "fork/grade.json"].map(|name| folder.path().join(name));
        let grade = grade.iter().find(|grade| grade.is_file());
        let grade = grade.unwrap_or_else(|| panic!("{file} leaves no grade"));
        let text = std::fs::read_to_string(grade).expect("it can be read");
        let document: Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(document["submissions"][0]["name"], "ann", "{file}");
        std::fs::remove_file(grade).expect("it is ours");
    }
    let summary = std::fs::read_to_string(folder.path().join("summary.md")).expect("a summary");
    assert!(summary.contains("| ann | 1 |"), "{summary}");
}

#[test]
fn what_cannot_be_graded_fails_the_job() {
    let (checkout, folder) = lay_out();
    let run = |command: &str| {
        let output = step(folder.path(), command);
        let why = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), why)
    };
    std::fs::create_dir(folder.path().join("none")).expect("made");
    let (code, why) = run("workbook/.ci/grade ann");
    assert_eq!(code, Some(2), "{why}");
    let (code, _) = run("workbook/.ci/grade ann nowhere grade.json");
    assert_ne!(code, Some(0));
    // Around the workbook, the fork's cargo configuration would be used.
    let around = checkout
        .root
        .parent()
        .expect("a folder")
        .display()
        .to_string();
    let (code, why) = run(&format!("workbook/.ci/grade ann '{around}' grade.json"));
    assert_eq!(code, Some(2), "{why}");
    assert!(why.contains("must not be around"), "{why}");
    checkout.write("workshop.toml", "title = 1");
    let (code, why) = run("workbook/.ci/grade ann fork grade.json");
    assert_eq!(code, Some(2), "{why}");
}
