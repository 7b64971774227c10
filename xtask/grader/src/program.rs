//! Programs of the workbook's own that the runner starts, and does not wait for until they are asked
//! for: they are built when first used, in the runner's target folder.

use crate::build::{cargo, target_folder};
use crate::meter::Meter;
use crate::process::{self, Ended, Limits};
use anyhow::{Context, Result, bail};
use catalog::Workbook;
use serde::Deserialize;
use std::path::PathBuf;
use std::time::Duration;

/// A release build on a slow machine.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(600),
    output: 4 << 20,
};

/// A program, and how cargo is asked for it.
pub struct Program<'a> {
    /// The name of the executable.
    pub name: &'a str,
    /// What is built, for people: "the experiments".
    pub what: &'a str,
    /// What follows `cargo build`.
    pub arguments: &'a [&'a str],
    /// What to do where it cannot be built.
    pub help: &'a str,
}

/// Builds a program; where its executable lies.
///
/// # Errors
/// When it cannot be built; the compiler's words are in it.
pub fn build(workbook: &Workbook, program: &Program<'_>, meter: &Meter) -> Result<PathBuf> {
    let Program {
        name,
        what,
        arguments,
        help,
    } = program;
    meter.begin(&format!("building {what}"), 0);
    meter.say("(the first time takes longest)");
    let mut command = cargo();
    command
        .current_dir(&workbook.root)
        .arg("build")
        .args(*arguments)
        // Where the binaries lie depends on the configuration: cargo says so itself.
        .args(["--message-format", "json-render-diagnostics"])
        .arg("--target-dir")
        .arg(target_folder(workbook));
    let outcome = process::run(command, LIMITS)?;
    match outcome.ended {
        Ended::Exited(status) if status.success() => {}
        Ended::Exited(_) => bail!(
            "{what} could not be built:\n\n{}\nhelp: {help}",
            outcome.stderr.text().trim_end()
        ),
        Ended::TimedOut => bail!(
            "{what} could not be built within {} s\nhelp: {help}",
            LIMITS.time.as_secs()
        ),
    }
    executable(&outcome.stdout.text(), name)
        .with_context(|| format!("cargo built no `{name}`\nhelp: {help}"))
}

/// The executable of this name, by cargo's messages.
fn executable(messages: &str, name: &str) -> Option<PathBuf> {
    messages.lines().find_map(|line| {
        let message: WireMessage = serde_json::from_str(line).ok()?;
        let target = message.target?;
        (target.name == name)
            .then_some(message.executable)
            .flatten()
    })
}

/// One of cargo's messages, as far as it matters here.
#[derive(Deserialize)]
struct WireMessage {
    target: Option<WireTarget>,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct WireTarget {
    name: String,
}
