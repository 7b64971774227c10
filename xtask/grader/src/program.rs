//! The workbook's other programs: built when first used, in the grader's target folder, so that
//! nobody waits for one that is not asked for.

use crate::cancellation::Cancellation;
use crate::cargo::{Message, cargo, target_folder};
use crate::process::{self, Ended, Limits};
use anyhow::Result;
use std::path::PathBuf;
use std::time::Duration;
use workbook::{Problem, Workbook};

/// A release build on a slow machine.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(600),
    output: 4 << 20,
};

/// A program, and how cargo is asked for it.
pub struct Program<'a> {
    /// The name of the executable.
    pub name: &'a str,
    /// What is built, in words: "the experiments".
    pub what: &'a str,
    /// What follows `cargo build`.
    pub arguments: &'a [&'a str],
    /// What to do where it cannot be built.
    pub help: &'a str,
}

/// Builds a program; returns the path of its executable.
///
/// # Errors
/// When it cannot be built; the compiler's errors are in it.
pub fn build(
    workbook: &Workbook,
    program: &Program<'_>,
    cancellation: &Cancellation,
) -> Result<PathBuf> {
    let Program {
        name,
        what,
        arguments,
        help,
    } = program;
    let mut command = cargo();
    command
        .current_dir(&workbook.root)
        .arg("build")
        .args(*arguments)
        // Where binaries go depends on the configuration: cargo says so itself.
        .args(["--message-format", "json-render-diagnostics"])
        .arg("--target-dir")
        .arg(target_folder(workbook));
    let outcome = process::run(command, LIMITS, cancellation)?;
    let problem = |what: String| Err(Problem::general(what, *help).into());
    match outcome.ended {
        Ended::Exited(status) if status.success() => {}
        Ended::Exited(_) => {
            let errors = outcome.stderr.text();
            return problem(format!(
                "{what} could not be built:\n\n{}",
                errors.trim_end()
            ));
        }
        Ended::TimedOut => {
            let seconds = LIMITS.time.as_secs();
            return problem(format!("{what} could not be built within {seconds} s"));
        }
    }
    match executable(&outcome.stdout.text(), name) {
        Some(executable) => Ok(executable),
        None => problem(format!("cargo built no `{name}`")),
    }
}

/// The executable of this name, by cargo's messages.
fn executable(messages: &str, name: &str) -> Option<PathBuf> {
    messages.lines().find_map(|line| {
        let message = Message::read(line.as_bytes())?;
        let is_it = message.artifact.as_deref() == Some(name);
        is_it.then_some(message.executable).flatten()
    })
}
