//! `book`: hands over to `book/press`, which knows mdBook and takes longer to build than the runner
//! should.

use super::shared::Finish;
use crate::cli::BookOptions;
use crate::commands::shared::build_program;
use crate::interrupt;
use crate::progress_bar::ProgressBar;
use anyhow::{Context, Result, bail};
use grader::cargo::{cargo, target_folder};
use grader::program::Program;
use std::path::PathBuf;
use workbook::Workbook;

/// Built in folders of its own: it takes a minute or two, and neither a check nor the start of another command should
/// wait for that. `cargo test` builds a `press` too, which Windows would not let it write over one that is running.
const PROGRAM: Program<'_> = Program {
    name: "press",
    what: "what builds the book",
    arguments: &["--profile", "runner", "--package", "press"],
    help: "see the full output with `cargo build -p press`",
};

/// Builds the program that builds the book, for `doctor --warm`.
pub(super) fn build(workbook: &Workbook, bar: &ProgressBar) -> Result<PathBuf> {
    build_program(workbook, &PROGRAM, bar)
}

pub(super) fn run(options: &BookOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let mut command = cargo();
    command
        .current_dir(&workbook.root)
        .args(["run", "--quiet"])
        .args(PROGRAM.arguments)
        .arg("--target-dir")
        .arg(target_folder(&workbook))
        .args(["--", "--root"])
        .arg(&workbook.root);
    for (wanted, flag) in [(options.build, "--build"), (options.no_open, "--no-open")] {
        if wanted {
            command.arg(flag);
        }
    }
    if let Some(port) = options.port {
        command.args(["--port", &port.to_string()]);
    }
    // The first build takes a while, and `--quiet` keeps cargo silent.
    eprintln!("Building the book; the first time, its tools are compiled first.");
    let status = command.status().context("cargo cannot be started")?;
    if !status.success() && !interrupt::program().is_cancelled() {
        bail!("the book was not built: see the reason above");
    }
    Ok(Finish::Passes)
}
