//! Builds: many crates in one run of cargo, each with a result of its own.
//!
//! `cargo build --keep-going` goes on when one crate does not compile (`cargo test` does not take
//! that flag), and its JSON messages say which executable and which errors belong to which crate.

use crate::cargo::{Message, cargo, target_folder};
use crate::cargo_failure;
use crate::content;
use crate::diagnostic::{Diagnostic, Level};
use crate::event::{Control, Event, Stage};
use crate::process::{Group, Keeping, thread};
use crate::results::Build;
use anyhow::{Context, Result};
use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;
use workbook::{Crate, Exercise, Problem, Workbook};

/// How many units each crate of the test builds is compiled in. Cargo's default suits large crates:
/// for an exercise, it makes the time from save to verdict a tenth longer.
const CODEGEN_UNITS: &str = "4";

/// A crate to build, and the exercise that it belongs to.
#[derive(Clone)]
pub struct Target<'a> {
    /// The exercise.
    pub exercise: &'a Exercise,
    /// The learner's crate, the solution's, or a variant's.
    pub package: Crate,
}

/// What to build of each crate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// The graded tests, unoptimised.
    Tests,
    /// The speed benchmark, optimised, under this allocator.
    Benches(Allocator),
}

/// The global allocator of a benchmark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Allocator {
    /// The system's, which Rust programs use by default.
    #[default]
    System,
    /// mimalloc: what is left of a gain after a change of one line?
    Mimalloc,
}

impl Allocator {
    /// Its name, as on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Allocator::System => "system",
            Allocator::Mimalloc => "mimalloc",
        }
    }
}

impl Goal {
    fn arguments(self) -> &'static [&'static str] {
        match self {
            Goal::Tests => &["--test", "graded"],
            Goal::Benches(Allocator::System) => &["--bench", "speed", "--release"],
            // A feature is named through its package, which must then be among those selected.
            Goal::Benches(Allocator::Mimalloc) => &[
                "--bench",
                "speed",
                "--release",
                "--package",
                "yardstick",
                "--features",
                "yardstick/mimalloc",
            ],
        }
    }

    /// The goal's root file: in an exercise, or in a solution.
    fn roots(self) -> &'static [&'static str] {
        match self {
            Goal::Tests => &["tests/graded/main.rs", "tests/graded.rs"],
            Goal::Benches(_) => &["benches/speed.rs"],
        }
    }

    fn is_in(self, package: &Crate) -> bool {
        let mut roots = self.roots().iter();
        roots.any(|root| package.folder.join(root).is_file())
    }

    fn stage(self) -> Stage {
        match self {
            Goal::Tests => Stage::BuildTests,
            Goal::Benches(_) => Stage::BuildBenchmarks,
        }
    }
}

/// Builds the goal of each target; the results are in the order of `targets`.
///
/// # Errors
/// When cargo cannot run, or fails for a reason that is in none of the crates.
pub fn build(
    workbook: &Workbook,
    targets: &[Target<'_>],
    goal: Goal,
    control: &Control<'_>,
) -> Result<Vec<Build>> {
    // Cargo would refuse the others along with a crate that has no such target.
    let present = targets.iter().filter(|target| goal.is_in(&target.package));
    let present: Vec<&Target<'_>> = present.collect();
    let mut log = Log::default();
    if !present.is_empty() {
        let total = present.len();
        control.emit(Event::Stage {
            stage: goal.stage(),
            total,
        });
        // Before the build: what changes meanwhile must be built again.
        for target in &present {
            content::refresh(workbook, target.exercise, &target.package);
        }
        log = run_cargo(workbook, &present, goal, control)?;
    }
    let mut builds = Vec::new();
    for target in targets {
        let build = log.result(target, goal)?;
        // Those that are ready were announced as soon as they were.
        if !matches!(build, Build::Ready { .. }) {
            control.emit(Event::Built(target.exercise, &build));
        }
        builds.push(build);
    }
    Ok(builds)
}

/// What cargo reported.
#[derive(Default)]
struct Log {
    crates: HashMap<PathBuf, CrateLog>,
    n_artifacts: usize,
    stderr: String,
}

#[derive(Default)]
struct CrateLog {
    executable: Option<PathBuf>,
    diagnostics: Vec<Diagnostic>,
}

impl CrateLog {
    fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        let diagnostics = self.diagnostics.iter();
        diagnostics.filter(|diagnostic| diagnostic.level == Level::Error)
    }

    fn ready(&self) -> Option<Build> {
        let executable = self.executable.clone()?;
        let diagnostics = self.diagnostics.iter();
        let warnings = diagnostics.filter(|diagnostic| diagnostic.level == Level::Warning);
        Some(Build::Ready {
            executable,
            warnings: warnings.cloned().collect(),
        })
    }
}

impl Log {
    fn result(&self, target: &Target<'_>, goal: Goal) -> Result<Build> {
        let package = &target.package;
        if !goal.is_in(package) {
            let file = package.folder.join(goal.roots()[0]);
            return Ok(Build::Missing { file });
        }
        let log = self.crates.get(&comparable(&package.folder));
        // A broken baseline costs its own exercise, and no other.
        let bad = self.crates.get(&comparable(&package.bad));
        let errors = || log.into_iter().chain(bad).flat_map(CrateLog::errors);
        if let Some(ready) = log.and_then(CrateLog::ready) {
            return Ok(ready);
        }
        // A fault of the machine is nobody's mistake, and must not be recorded as one.
        let found = errors().find_map(cargo_failure::of_machine_in);
        if let Some(problem) = found.or_else(|| cargo_failure::of_machine(&self.stderr)) {
            return Err(problem.into());
        }
        let mut errors: Vec<Diagnostic> = errors().cloned().collect();
        if errors.is_empty() {
            let names = [package.package.clone(), target.exercise.bad_package()];
            let crashes = names.iter();
            errors.extend(crashes.filter_map(|name| cargo_failure::of_package(&self.stderr, name)));
        }
        if !errors.is_empty() {
            return Ok(Build::Failed { errors });
        }
        let stderr = self.stderr.trim_end();
        if stderr.contains("libmimalloc-sys") {
            return Err(Problem::general(
                format!("mimalloc cannot be built here: it needs a C compiler\n\n{stderr}"),
                "install one (`cc`, or Visual Studio's build tools), or leave out \
                 `--allocator mimalloc`",
            )
            .into());
        }
        let name = &package.package;
        Err(Problem::general(
            format!(
                "`{name}` was not built, though not because of its own code:\n\n{}",
                self.elsewhere()
            ),
            format!(
                "see the full output with `cargo build -p {name} {}`",
                goal.arguments().join(" ")
            ),
        )
        .into())
    }

    /// The errors that are in none of the requested crates, such as a dependency's, and cargo's
    /// own.
    fn elsewhere(&self) -> String {
        let errors = self.crates.values().flat_map(CrateLog::errors);
        let mut text: String = errors.map(|error| &*error.rendered).collect();
        text += self.stderr.trim_end();
        text
    }

    /// Adds one message; returns the folder of a crate whose executable is now ready.
    fn add(&mut self, line: &[u8], control: &Control<'_>) -> Option<PathBuf> {
        let message = Message::read(line)?;
        if let Some(artifact) = &message.artifact {
            self.n_artifacts += 1;
            control.emit(Event::Building {
                latest: artifact,
                done: self.n_artifacts,
            });
        }
        let folder = comparable(&message.package?);
        let log = self.crates.entry(folder.clone()).or_default();
        let diagnostic = message.diagnostic;
        let diagnostic = diagnostic.filter(|diagnostic| !diagnostic.is_summary());
        log.diagnostics.extend(diagnostic);
        log.executable = Some(message.executable?);
        Some(folder)
    }
}

/// A line that cargo wrote.
enum Line {
    /// To standard output: a message.
    Stdout(Vec<u8>),
    /// To standard error.
    Stderr(Vec<u8>),
}

fn run_cargo(
    workbook: &Workbook,
    targets: &[&Target<'_>],
    goal: Goal,
    control: &Control<'_>,
) -> Result<Log> {
    let mut group = Group::spawn(command(workbook, targets, goal, control), Keeping::Servers)?;
    let (sender, lines) = channel();
    let stdout = group.stdout().context("cannot read cargo's output")?;
    let stderr = group.stderr().context("cannot read cargo's messages")?;
    forward(stdout, sender.clone(), Line::Stdout)?;
    forward(stderr, sender, Line::Stderr)?;

    let mut log = Log::default();
    let folders = targets
        .iter()
        .map(|target| comparable(&target.package.folder));
    let by_folder: HashMap<PathBuf, &Target<'_>> = folders.zip(targets.iter().copied()).collect();
    let mut unfinished: HashSet<PathBuf> = by_folder.keys().cloned().collect();
    // Tests may run while cargo tidies up; a measurement must be alone.
    let may_leave_early = goal == Goal::Tests;
    while !(may_leave_early && unfinished.is_empty()) {
        match lines.recv_timeout(Duration::from_millis(50)) {
            Ok(Line::Stdout(line)) => {
                if let Some(folder) = log.add(&line, control)
                    && unfinished.remove(&folder)
                    && let Some(build) = log.crates[&folder].ready()
                {
                    control.emit(Event::Built(by_folder[&folder].exercise, &build));
                }
            }
            Ok(Line::Stderr(line)) => {
                let line = String::from_utf8_lossy(&line);
                // Nothing else happens while cargo waits for a lock.
                if line.trim_start().starts_with("Blocking") {
                    control.emit(Event::Waiting(line.trim()));
                }
                log.stderr += &line;
                log.stderr.push('\n');
            }
            Err(RecvTimeoutError::Timeout) => control.check()?,
            Err(RecvTimeoutError::Disconnected) => {
                group.wait(control.cancellation())?;
                control.check()?;
                return Ok(log);
            }
        }
    }
    let cancellation = control.cancellation().clone();
    group.release();
    thread(move || group.wait(&cancellation))?;
    Ok(log)
}

/// Sends each line of a pipe.
fn forward(
    pipe: impl Read + Send + 'static,
    sender: Sender<Line>,
    line: impl Fn(Vec<u8>) -> Line + Send + 'static,
) -> Result<()> {
    thread(move || {
        let lines = BufReader::new(pipe).split(b'\n');
        for text in lines.map_while(Result::ok) {
            // The receiver may be gone; the pipe is read to its end all the same, since cargo would
            // fail to write to a closed pipe.
            let _ = sender.send(line(text));
        }
    })?;
    Ok(())
}

fn command(
    workbook: &Workbook,
    targets: &[&Target<'_>],
    goal: Goal,
    control: &Control<'_>,
) -> Command {
    let format = match control.coloured_diagnostics {
        true => "json-diagnostic-rendered-ansi",
        false => "json",
    };
    let mut command = cargo();
    command
        .current_dir(&workbook.root)
        .args(["build", "--keep-going", "--message-format", format])
        .args(goal.arguments())
        .arg("--target-dir")
        .arg(target_folder(workbook))
        // Cargo's fingerprints must be in this folder, wherever its configuration would put them.
        .env("CARGO_BUILD_BUILD_DIR", target_folder(workbook))
        // Failures name the lines that allocated, whatever a user's configuration says about them.
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        .env("CARGO_PROFILE_DEV_CODEGEN_UNITS", CODEGEN_UNITS);
    for target in targets {
        command.args(["--package", &target.package.package]);
    }
    command
}

/// A folder's canonical path, the same however the folder was reached.
fn comparable(folder: &Path) -> PathBuf {
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}
