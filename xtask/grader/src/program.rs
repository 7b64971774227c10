//! The workbook's other programs: built in the grader's target folder when first used, so that
//! nobody waits for a program that they do not use.

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

/// A program, and how to build it.
pub struct Program<'a> {
    /// The name of the executable.
    pub name: &'a str,
    /// What is built, in words: "the experiments".
    pub what: &'a str,
    /// The arguments of `cargo build`.
    pub arguments: &'a [&'a str],
    /// What to do if it cannot be built.
    pub help: &'a str,
}

/// Builds a program; returns the path of its executable.
///
/// # Errors
/// When it cannot be built; the message holds the compiler's errors.
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
        // Where the executable goes depends on the configuration, so cargo is asked.
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
        None => problem(format!("cargo did not build `{name}`")),
    }
}

/// The executable of this name, according to cargo's messages.
fn executable(messages: &str, name: &str) -> Option<PathBuf> {
    messages.lines().find_map(|line| {
        let message = Message::read(line.as_bytes())?;
        let is_named = message.artifact.as_deref() == Some(name);
        is_named.then_some(message.executable).flatten()
    })
}
