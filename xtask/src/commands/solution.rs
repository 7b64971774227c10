//! `solution`: shows the solution, after a pass or on explicit request.

use super::open;
use super::shared::{Finish, load_state};
use crate::report::{self, say};
use anyhow::{Context, Result};
use grader::results::Standing;
use std::io::IsTerminal;
use workbook::Workbook;

pub(super) fn run(what: &str, spoil: bool) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let state = load_state(&workbook);
    let exercise = workbook.find(what)?;
    let passed = state.of(&exercise.id).standing == Some(Standing::Passed);
    if !passed && !spoil {
        say!(
            "{id} has not passed yet. Check it first: cargo xtask check {id}\n\
             To see the solution anyway: cargo xtask solution {id} --spoil",
            id = exercise.id
        )?;
        return Ok(Finish::Incomplete);
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
