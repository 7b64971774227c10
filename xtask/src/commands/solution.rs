//! `solution`: the solved version, after passing, or for who insists.

use super::{Finish, open};
use crate::grade::Standing;
use crate::progress::Progress;
use crate::report::{self, say};
use anyhow::{Context, Result};
use catalog::Workbook;
use std::io::IsTerminal;

pub(super) fn run(what: &str, spoil: bool) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let progress = Progress::load(&workbook);
    let exercise = workbook.find(what)?;
    let passed = progress.of(&exercise.id).standing == Some(Standing::Passed);
    if !passed && !spoil {
        say!(
            "{id} has not passed yet. Check it first: cargo xtask check {id}\n\
             To see the solution all the same: cargo xtask solution {id} --spoil",
            id = exercise.id
        );
        return Ok(Finish::Open);
    }
    let file = exercise.solved_source();
    if std::io::stdout().is_terminal() {
        open::open(&workbook, &file)?;
    } else {
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("{}: cannot be read", workbook.show(&file)))?;
        report::print(&text)?;
    }
    Ok(Finish::Passes)
}
