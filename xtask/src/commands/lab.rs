//! `lab`: hands over to `xtask/lab`, which has an arena in it, and a counting allocator under it.

use super::Finish;
use crate::meter::Meter;
use crate::program::{self, Program};
use crate::stop;
use anyhow::{Context, Result, bail};
use catalog::Workbook;
use std::process::Command;

const PROGRAM: Program<'_> = Program {
    name: "lab",
    what: "the lab",
    arguments: &["--package", "lab"],
    help: "see it whole with `cargo build -p lab`",
};

pub(super) fn run() -> Result<Finish> {
    let workbook = Workbook::open()?;
    let meter = Meter::new();
    let program = program::build(&workbook, &PROGRAM, &meter)?;
    meter.clear();
    let status = Command::new(program).status();
    let status = status.context("the lab cannot be started")?;
    stop::check()?;
    if !status.success() {
        bail!(
            "the lab did not understand every line\nhelp: what is wrong with it stands below the line"
        );
    }
    Ok(Finish::Passes)
}
