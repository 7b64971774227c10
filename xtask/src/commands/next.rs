//! `next`: what to do next, according to the last checks.

use super::shared::{Finish, load_state, open_workbook};
use crate::report::say;
use anyhow::Result;
use tutor::progress::{believable_steps, next_incomplete};

pub(super) fn run() -> Result<Finish> {
    let workbook = open_workbook()?;
    let state = load_state(&workbook);
    let Some(exercise) = next_incomplete(&workbook, &state) else {
        say!(
            "Every exercise has passed, or is marked as known. To see them all: cargo xtask list"
        )?;
        return Ok(Finish::Passes);
    };
    let entry = state.of(&exercise.id);
    say!("{} {}: {}", exercise.number, exercise.id, exercise.title)?;
    let (n_passed, n_steps) = believable_steps(&entry);
    if n_steps > 0 {
        say!("  so far  {n_passed} of {n_steps} steps")?;
    }
    say!("  read    book/src/{} (cargo xtask book)", exercise.chapter)?;
    say!("  edit    {}", workbook.show(&exercise.source()))?;
    say!("  check   cargo xtask check {}", exercise.id)?;
    say!("  time    about {} minutes", exercise.minutes)?;
    Ok(Finish::Passes)
}
