//! `lab`: hands over to `xtask/lab`, which has an arena, and a counting allocator under it.

use super::shared::{Finish, build_program};
use crate::interrupt;
use crate::progress_bar::ProgressBar;
use anyhow::{Context, Result};
use grader::program::Program;
use std::process::Command;
use workbook::{Problem, Workbook};

pub(super) const PROGRAM: Program<'_> = Program {
    name: "lab",
    what: "the lab",
    arguments: &["--package", "lab"],
    help: "see the full output with `cargo build -p lab`",
};

pub(super) fn run() -> Result<Finish> {
    let workbook = Workbook::open()?;
    let bar = ProgressBar::new();
    let program = build_program(&workbook, &PROGRAM, &bar)?;
    bar.clear();
    let status = Command::new(program).status();
    let status = status.context("the lab cannot be started")?;
    interrupt::program().check()?;
    if !status.success() {
        let what = "the lab did not understand every line";
        return Err(Problem::general(what, "see the message below each such line").into());
    }
    Ok(Finish::Passes)
}
