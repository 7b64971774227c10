//! What the end-to-end tests share: copies of the fixture workbooks, and the runner as a process.
//!
//! A fixture is copied below cargo's folder for test files, so that no test writes into the source
//! tree. There is one copy of each, which tests use one after another: yardstick is compiled only
//! once for it, and after a failure the files are still there. Files are written only if they
//! differ, since cargo goes by their modification times.

// Each test binary compiles this module for itself, and none of them needs all of it.
#![allow(
    dead_code,
    reason = "shared by several test binaries, each of which uses a part"
)]

mod files;
pub mod git;
pub mod pause;
pub mod workshop;

use files::{collect, remove, remove_below, remove_odd_files};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// What a fixture's root `Cargo.toml` has in place of yardstick's path.
const YARDSTICK: &str = "@YARDSTICK@";

/// The arguments for a check of everything, reported as JSON.
pub const CHECK: [&str; 3] = ["check", "--format", "json"];

/// A fixture, with the changes for its copy.
pub struct Plan {
    folder: String,
    files: BTreeMap<String, Vec<u8>>,
}

impl Plan {
    /// The fixture with this name, with fingerprints in each `shipped.toml`.
    pub fn of(fixture: &str) -> Self {
        let source = package().join("tests/fixtures").join(fixture);
        let mut files = BTreeMap::new();
        collect(&source, &source, &mut files);
        assert!(!files.is_empty(), "there is no fixture `{fixture}`");
        files.insert("Cargo.lock".to_owned(), lock_file());
        let folder = fixture.to_owned();
        let mut plan = Self { folder, files };
        let yardstick = package().join("yardstick");
        let yardstick = yardstick.to_string_lossy().replace('\\', "/");
        plan.replace("Cargo.toml", YARDSTICK, &yardstick);
        plan.fingerprint();
        plan
    }

    /// This repository.
    pub fn of_repository() -> Self {
        let (folder, files) = ("repository".to_owned(), files::of_repository());
        Self { folder, files }
    }

    /// Replaces `from` with `to` in a file, as a learner's edit would.
    pub fn edit(mut self, file: &str, from: &str, to: &str) -> Self {
        self.replace(file, from, to);
        self
    }

    /// Writes a file with this text.
    pub fn write(mut self, file: &str, text: &str) -> Self {
        self.files.insert(file.to_owned(), text.into());
        self
    }

    /// Copies a folder, as `cp -r` does.
    pub fn copy(mut self, from: &str, to: &str) -> Self {
        let below = format!("{from}/");
        let of_folder = self.files.iter().filter_map(|(name, bytes)| {
            let short = name.strip_prefix(&below)?;
            Some((format!("{to}/{short}"), bytes.clone()))
        });
        let copies: Vec<_> = of_folder.collect();
        assert!(!copies.is_empty(), "there is no {from}");
        self.files.extend(copies);
        self
    }

    /// Lays the copy out in a folder with this name.
    pub fn at(mut self, folder: &str) -> Self {
        self.folder = folder.to_owned();
        self
    }

    /// Leaves out a file, or a folder with all its files.
    pub fn without(mut self, path: &str) -> Self {
        let n_before = self.files.len();
        let below = format!("{path}/");
        self.files
            .retain(|name, _| name != path && !name.starts_with(&below));
        assert!(self.files.len() < n_before, "there is no {path}");
        self
    }

    /// Makes the copy as planned, and removes what an earlier test left in it. Another test that
    /// needs the same copy waits until this checkout is dropped.
    pub fn lay_out(self) -> Checkout {
        let folder = scratch().join("checkouts");
        let root = folder.join(&self.folder);
        std::fs::create_dir_all(&root).expect("the copy can be written");
        let lock = File::create(folder.join(format!("{}.lock", self.folder)));
        let lock = lock.expect("the copy can be written");
        lock.lock().expect("a lock can be waited for");
        let mut present = BTreeMap::new();
        remove_odd_files(&root);
        remove(&root.join(".arena"));
        collect(&root, &root, &mut present);
        for name in present
            .keys()
            .filter(|name| !self.files.contains_key(*name))
        {
            remove_below(&root, name);
        }
        for (name, bytes) in &self.files {
            if present.get(name) != Some(bytes) {
                let path = root.join(name);
                let folder = path.parent().expect("a file is in a folder");
                std::fs::create_dir_all(folder).expect("the copy can be written");
                std::fs::write(path, bytes).expect("the copy can be written");
            }
        }
        Checkout { root, _lock: lock }
    }

    fn replace(&mut self, file: &str, from: &str, to: &str) {
        let bytes = self.files.get(file);
        let text = String::from_utf8(bytes.unwrap_or_else(|| panic!("no {file}")).clone());
        let text = text.expect("fixtures are text");
        assert!(text.contains(from), "{file} does not contain {from:?}");
        self.files
            .insert(file.to_owned(), text.replace(from, to).into());
    }

    /// Adds the fingerprints of the fixture's files to each `shipped.toml`. Kept in the fixtures,
    /// they would have to be updated with every change.
    fn fingerprint(&mut self) {
        let shipped: Vec<String> = self.files.keys().cloned().collect();
        for file in shipped
            .iter()
            .filter(|name| name.ends_with("/shipped.toml"))
        {
            let folder = file.trim_end_matches("shipped.toml");
            let mut table = String::from("\n[files]\n");
            for (name, bytes) in &self.files {
                let Some(short) = name.strip_prefix(folder) else {
                    continue;
                };
                let is_below = |folder: &&str| short.starts_with(*folder);
                let is_guarded =
                    short == "Cargo.toml" || ["bad/", "benches/", "tests/"].iter().any(is_below);
                if is_guarded {
                    let fingerprint = xxhash_rust::xxh3::xxh3_64(bytes);
                    table += &format!("\"{short}\" = \"{fingerprint:016x}\"\n");
                }
            }
            let text = self.files.get_mut(file).expect("the name comes from there");
            text.extend_from_slice(table.as_bytes());
        }
    }
}

/// A copy of a fixture, for one test at a time.
pub struct Checkout {
    /// Its folder.
    pub root: PathBuf,
    _lock: File,
}

impl Checkout {
    /// The path of a file in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// The text of a file in it.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Writes a file into it, and creates the folders around it.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        let folder = path.parent().expect("a file is in a folder");
        std::fs::create_dir_all(folder).expect("the copy can be written");
        std::fs::write(path, text).expect("the copy can be written");
    }

    /// The saved state of its exercises.
    pub fn progress(&self) -> Value {
        let text = self.read(".arena/progress.json");
        serde_json::from_str(&text).expect("progress is JSON")
    }

    /// The runner, to be started in it.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = runner();
        command.args(arguments).current_dir(&self.root);
        command
    }

    /// Runs the runner in it.
    pub fn run(&self, arguments: &[&str]) -> Done {
        Done::of(&mut self.command(arguments))
    }
}

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

/// Longer than anything in a test takes, also while the machine does other work: what has not ended
/// by then hangs. A test of a run that pauses gives that run more.
pub const LIMIT: Duration = Duration::from_secs(180);

/// Waits until the condition holds; returns whether it did before it must be taken to hang.
pub fn wait_until(condition: impl FnMut() -> bool) -> bool {
    wait_within(LIMIT, condition)
}

/// Waits until the condition holds; returns whether it did in time.
pub fn wait_within(limit: Duration, mut condition: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    while !condition() {
        if start.elapsed() > limit {
            return false;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    true
}

/// The running processes of this machine, as `ps` prints them: id and command line. A zombie has
/// ended, and only waits for its parent to notice.
#[cfg(unix)]
pub fn processes() -> Vec<(u32, String)> {
    let output = Command::new("ps")
        .args(["-A", "-o", "pid=", "-o", "stat=", "-o", "args="])
        .output();
    let output = output.expect("every Unix has `ps`");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let alive = text.lines().filter_map(|line| {
        let (pid, rest) = line.trim_start().split_once(char::is_whitespace)?;
        let (state, command) = rest.trim_start().split_once(char::is_whitespace)?;
        let pid = pid.parse().ok()?;
        (!state.starts_with('Z')).then(|| (pid, command.trim().to_owned()))
    });
    alive.collect()
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

/// The repository's lock file, without which cargo would look for newer versions.
fn lock_file() -> Vec<u8> {
    std::fs::read(repository().join("Cargo.lock")).expect("the repository has a lock file")
}
