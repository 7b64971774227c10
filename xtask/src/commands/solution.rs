//! `solution`: shows the solution beside the learner's version, after a pass or on explicit request.

use super::open;
use super::shared::{Finish, load_state};
use crate::report::side_by_side::side_by_side;
use crate::report::{self, say};
use crate::terminal;
use anyhow::{Context, Result};
use std::io::IsTerminal;
use workbook::{Workbook, read_text};

pub(super) fn run(what: &str, spoil: bool, open: bool) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let state = load_state(&workbook);
    let exercise = workbook.find(what)?;
    workbook.require_solutions()?;
    let id = &exercise.id;
    if !state.of(id).has_passed() && !spoil {
        say!(
            "{id} has not passed yet. Check it first: cargo xtask check {id}\n\
             To see the solution anyway: cargo xtask solution {id} --spoil"
        )?;
        return Ok(Finish::Incomplete);
    }
    let file = exercise.solved_source();
    if open {
        open::open(&workbook, &file)?;
        return Ok(Finish::Passes);
    }
    let ours = std::fs::read_to_string(&file)
        .with_context(|| format!("{}: cannot be read", workbook.show(&file)))?;
    if !std::io::stdout().is_terminal() {
        report::print(&ours)?;
        return Ok(Finish::Passes);
    }
    let yours = read_text(&workbook.root, &exercise.source())?;
    let titles = [exercise.source(), file.clone()].map(|file| workbook.show(&file));
    let titles = [
        format!("yours: {}", titles[0]),
        format!("ours: {}", titles[1]),
    ];
    let differences = side_by_side(&titles, &yours, &ours, terminal::width());
    say!(
        "{differences}\nAll of ours, in your editor: cargo xtask solution {id} --open{}",
        if spoil { " --spoil" } else { "" }
    )?;
    Ok(Finish::Passes)
}
