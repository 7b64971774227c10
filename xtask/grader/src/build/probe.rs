//! Does the compiler work here at all? Asked where it crashed or never ended on an exercise.

use super::pace::Pace;
use crate::cargo::{cargo, target_folder};
use crate::cargo_failure;
use crate::event::Control;
use crate::machine;
use crate::process::{self, Ended, Limits};
use anyhow::{Context, Result};
use std::path::Path;
use workbook::{Problem, Workbook};

const MANIFEST: &str = "[package]\nname = \"probe\"\nedition = \"2024\"\n\n[workspace]\n";
const SOURCE: &str = "//! Compiled to see whether the compiler works.\n";

/// Compiles an empty crate with the configuration of the workbook.
///
/// # Errors
/// When the compiler does not work: then no exercise is to blame.
pub(super) fn compile(workbook: &Workbook, control: &Control<'_>) -> Result<()> {
    if let Some(problem) = machine::trouble_for_a_compiler() {
        return Err(problem.into());
    }
    let folder = target_folder(workbook).join("probe");
    // Removed first, so that it is compiled and not found.
    let _ = std::fs::remove_dir_all(&folder);
    write(&folder).map_err(|error| {
        let help =
            "free some space there, or set CARGO_TARGET_DIR to another folder, then run this again";
        Problem::new(workbook.show(&folder), "cannot be written", help).because(error)
    })?;
    let mut command = cargo();
    command
        .current_dir(&folder)
        .args(["build", "--offline", "--target-dir"])
        .arg(folder.join("target"))
        .env("CARGO_BUILD_BUILD_DIR", folder.join("target"));
    let limits = Limits {
        time: Pace::load(workbook, control.build_timeout).limit(),
        output: 16 << 10,
    };
    let outcome = process::run(command, limits, control.cancellation())
        .context("cannot ask the compiler whether it works")?;
    let stderr = outcome.stderr.text();
    let what = match outcome.ended {
        Ended::Exited(status) if status.success() => return Ok(()),
        Ended::Exited(_) => match cargo_failure::of_machine(&stderr) {
            Some(problem) => return Err(problem.into()),
            None => format!(
                "the compiler does not work here, not even for an empty crate:\n\n{}",
                stderr.trim_end()
            ),
        },
        Ended::TimedOut => format!(
            "the compiler does not work here: it did not finish an empty crate in {} s",
            limits.time.as_secs()
        ),
    };
    let help = "close programs that need much memory, look at what RUSTC_WRAPPER and cargo's configuration \
                start, then run this again; nothing was recorded";
    Err(Problem::general(what, help).into())
}

fn write(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder.join("src"))?;
    std::fs::write(folder.join("Cargo.toml"), MANIFEST)?;
    std::fs::write(folder.join("src/lib.rs"), SOURCE)
}
