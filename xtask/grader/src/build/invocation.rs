//! One run of `cargo build`, followed line by line.

use super::log::{Log, comparable};
use super::pace::Pace;
use super::target::{Goal, Target};
use crate::cargo::{cargo, target_folder};
use crate::event::{Control, Event};
use crate::lock::Lock;
use crate::process::{Group, Keeping, thread};
use anyhow::{Context, Result};
use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::Command;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;
use workbook::Workbook;

/// How many units each crate of the test builds is compiled in. Cargo's default suits large crates:
/// for an exercise, it makes the time from save to verdict a tenth longer.
const CODEGEN_UNITS: &str = "4";

/// A line that cargo wrote.
enum Line {
    /// To standard output: a message.
    Stdout(Vec<u8>),
    /// To standard error.
    Stderr(Vec<u8>),
}

/// Builds these targets; what is certain about each is in the log, and the others have no result. If all are ready
/// early, cargo is still running.
pub(super) fn run_cargo(
    workbook: &Workbook,
    targets: &[&Target<'_>],
    goal: Goal,
    control: &Control<'_>,
) -> Result<(Log, Option<Tidying>)> {
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
    let mut pace = Pace::load(workbook, control.build_timeout);
    while !(may_leave_early && unfinished.is_empty()) {
        match lines.recv_timeout(Duration::from_millis(50)) {
            Ok(Line::Stdout(line)) => {
                pace.sign();
                if let Some(folder) = log.add(&line, control)
                    && unfinished.remove(&folder)
                    && let Some(build) = log.ready(&folder)
                {
                    control.emit(Event::Built(by_folder[&folder].exercise, &build));
                }
            }
            Ok(Line::Stderr(line)) => {
                let line = String::from_utf8_lossy(&line);
                // Nothing else happens while cargo waits for a lock.
                if line.trim_start().starts_with("Blocking") {
                    control.emit(Event::Waiting(line.trim()));
                    pace.pause();
                }
                log.add_error(&line);
            }
            Err(RecvTimeoutError::Timeout) => {
                control.check()?;
                if let Some(limit) = pace.is_over() {
                    log.stop(limit);
                    return Ok((log, None));
                }
            }
            Err(RecvTimeoutError::Disconnected) => {
                group.wait(control.cancellation())?;
                control.check()?;
                pace.save();
                return Ok((log, None));
            }
        }
    }
    pace.save();
    Ok((log, Some(Tidying(group))))
}

/// A cargo that has built everything, and is tidying up.
pub(super) struct Tidying(Group);

impl Tidying {
    /// Lets it finish in the background, and holds the lock until then.
    pub(super) fn leave(self, control: &Control<'_>, lock: Option<Lock>) -> Result<()> {
        let Self(mut group) = self;
        let cancellation = control.cancellation().clone();
        group.release();
        thread(move || {
            // If it is cancelled, it is killed with its group.
            let _ = group.wait(&cancellation);
            drop(group);
            drop(lock);
        })?;
        Ok(())
    }
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
    let private = targets
        .iter()
        .find_map(|target| target.package.workspace.as_deref());
    let mut command = cargo();
    command
        .current_dir(private.unwrap_or(&workbook.root))
        .args(["build", "--keep-going", "--message-format", format])
        .args(goal.arguments())
        .args(goal.allocator())
        .arg("--target-dir")
        .arg(target_folder(workbook))
        // Cargo's fingerprints must be in this folder, wherever its configuration would put them.
        .env("CARGO_BUILD_BUILD_DIR", target_folder(workbook))
        // Failures name the lines that allocated, whatever a user's configuration says about them.
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        .env("CARGO_PROFILE_DEV_STRIP", "none")
        .env("CARGO_PROFILE_DEV_CODEGEN_UNITS", CODEGEN_UNITS);
    for target in targets {
        command.args(["--package", &target.package.package]);
    }
    // Elsewhere, cargo does not find the workbook's configuration by itself; below it, it would count twice.
    let configuration = workbook.root.join(".cargo/config.toml");
    if private.is_some_and(|folder| !folder.starts_with(&workbook.root)) && configuration.is_file()
    {
        command.arg("--config").arg(configuration);
    }
    command
}
