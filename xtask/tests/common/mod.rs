//! What the end-to-end tests share: copies of the fixture workbooks, the runner as a process, and
//! how long a test waits for it.

// Each test binary compiles this module for itself, and none of them needs all of it.
#![allow(
    dead_code,
    unused_imports,
    reason = "shared by several test binaries, each of which uses a part"
)]

mod files;
pub mod git;
pub mod pause;
mod plan;
mod wait;
pub mod workshop;

pub use plan::{Checkout, Plan};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
#[cfg(unix)]
pub use wait::processes;
pub use wait::{LIMIT, wait_until, wait_within};

/// The arguments for a check of everything, reported as JSON.
pub const CHECK: [&str; 3] = ["check", "--format", "json"];

/// The runner, as a process without a terminal, and without what `cargo test` puts into the
/// environment.
pub fn runner() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let disturbs = |name: &str| {
        let is_cargos = name.starts_with("CARGO_") && name != "CARGO_HOME";
        let is_ours = ["YARDSTICK_", "RUST_TEST_", "RUST_BACKTRACE", "CLICOLOR"]
            .iter()
            .any(|prefix| name.starts_with(prefix));
        // These change what is printed, and a CI system sets some of them for the tests.
        let changes_output = [
            "NO_COLOR",
            "CI",
            "GITHUB_ACTIONS",
            "TF_BUILD",
            "TEAMCITY_VERSION",
            "JENKINS_URL",
            "BUILDKITE",
        ];
        is_cargos || is_ours || changes_output.contains(&name)
    };
    for (name, _) in std::env::vars_os() {
        if disturbs(&name.to_string_lossy()) {
            command.env_remove(name);
        }
    }
    command
        .env("CARGO_NET_OFFLINE", "true")
        .env("CARGO_TARGET_DIR", target())
        // No question before a first check, but in the tests that are about it.
        .env("ARENA_GUESS", "0")
        .stdin(Stdio::null());
    command
}

/// A run of the runner that has ended.
pub struct Done {
    /// The exit code; `None` if a signal ended it.
    pub code: Option<i32>,
    /// What it wrote to standard output.
    pub stdout: String,
    /// What it wrote to standard error.
    pub stderr: String,
}

impl Done {
    /// Runs a command to its end.
    pub fn of(command: &mut Command) -> Self {
        command.output().expect("the runner can be started").into()
    }

    /// Asserts the exit code; shows what was printed if it differs.
    #[track_caller]
    pub fn exits_with(&self, code: i32) -> &Self {
        let Self { stdout, stderr, .. } = self;
        assert_eq!(
            self.code,
            Some(code),
            "exit code\n--- standard output\n{stdout}\n--- standard error\n{stderr}"
        );
        self
    }

    /// Standard output as a JSON document.
    #[track_caller]
    pub fn json(&self) -> Value {
        let parsed = serde_json::from_str(&self.stdout);
        parsed.unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.stdout, self.stderr))
    }

    /// Asserts that standard error contains each of these parts.
    #[track_caller]
    pub fn complains(&self, parts: &[&str]) -> &Self {
        contains_all(&self.stderr, parts);
        self
    }

    /// Asserts that standard output contains each of these parts.
    #[track_caller]
    pub fn says(&self, parts: &[&str]) -> &Self {
        contains_all(&self.stdout, parts);
        self
    }
}

impl From<Output> for Done {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the runner prints UTF-8");
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

/// The workbook of two exercises, unchanged: the first is solved, and the second is as it was
/// shipped.
pub fn tiny() -> Checkout {
    Plan::of("tiny").lay_out()
}

/// Asserts that a check of the workbook of two exercises graded both.
#[track_caller]
pub fn assert_graded(done: &Done) {
    let report = done.exits_with(1).json();
    assert_eq!(exercise(&report, "count-words")["standing"], "passed");
    assert_eq!(exercise(&report, "count-lines")["standing"], "failed");
    assert_eq!(report["summary"]["total"], 2);
}

/// Asserts that a text contains each of these parts.
#[track_caller]
pub fn contains_all(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
}

/// An exercise of a report.
#[track_caller]
pub fn exercise<'a>(report: &'a Value, id: &str) -> &'a Value {
    let exercises = report["exercises"].as_array().expect("a list of exercises");
    let found = exercises.iter().find(|exercise| exercise["id"] == id);
    found.unwrap_or_else(|| panic!("the report has no {id}"))
}

/// The target folder of all copies.
pub fn target() -> PathBuf {
    scratch().join("target")
}

/// The folder of this package.
pub fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the repository.
pub fn repository() -> &'static Path {
    package().parent().expect("xtask is in the repository")
}

/// Where the end-to-end tests may write.
fn scratch() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("end-to-end")
}
