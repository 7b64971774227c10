//! `next`: what to do next, by what was last checked.

use super::{Finish, next_open};
use crate::progress::Progress;
use crate::report::say;
use anyhow::Result;
use catalog::Workbook;

pub(super) fn run() -> Result<Finish> {
    let workbook = Workbook::open()?;
    let progress = Progress::load(&workbook);
    let Some(exercise) = next_open(&workbook, &progress) else {
        say!("Every exercise passed when it was last checked. See: cargo xtask check");
        return Ok(Finish::Passes);
    };
    let entry = progress.of(&exercise.id);
    say!("{} {}: {}", exercise.number, exercise.id, exercise.title);
    if entry.steps > 0 {
        say!("  so far  {} of {} steps", entry.steps_passed, entry.steps);
    }
    say!("  read    book/src/{} (cargo xtask book)", exercise.chapter);
    say!("  edit    {}", workbook.show(&exercise.source()));
    say!("  check   cargo xtask check {}", exercise.id);
    say!("  time    about {} minutes", exercise.minutes);
    Ok(Finish::Passes)
}
