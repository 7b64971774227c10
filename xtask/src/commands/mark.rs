//! `mark`: an exercise that someone knows already need not be done; `list` and `next` count it apart from those passed.

use super::shared::{Finish, load_state, renew_report, warn};
use crate::cli::Mark;
use crate::interrupt;
use crate::report::say;
use anyhow::Result;
use workbook::Workbook;

pub(super) fn run(what: &str, mark: Mark) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let mut state = load_state(&workbook);
    let exercise = workbook.find(what)?;
    let is_known = mark == Mark::Known;
    state.update(interrupt::program(), |data| {
        let entry = data.exercises.entry(exercise.id.clone()).or_default();
        entry.known = is_known;
    });
    warn(&mut state);
    let id = &exercise.id;
    match (is_known, state.of(id).has_passed()) {
        (true, _) => say!(
            "{id} is marked as known: `next` passes over it. To take that back: cargo xtask mark {id} todo"
        )?,
        (false, true) => say!("{id} is not marked. It has passed.")?,
        (false, false) => say!("{id} is one to do: cargo xtask check {id}")?,
    }
    renew_report(&workbook);
    Ok(Finish::Passes)
}
