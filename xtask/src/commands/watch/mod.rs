//! `watch`: grades an exercise each time one of its files is saved.
//!
//! One thread runs jobs, another reads keys, and this one decides: it polls for saves, takes keys,
//! shows results, and starts at most one job at a time. Jobs that are asked for while another runs
//! wait for its end, each kind once, so ten saves during a run cost one more run. A save does not
//! wait for a long job: it cancels a check of all or a measurement, and is graded first.
//!
//! While the exercise's folder is missing, as in the middle of a `git checkout`, it waits.

mod arrival;
mod away;
mod job;
mod keys;
mod screen;
mod session;
mod view;

use crate::cli::WatchOptions;
use crate::commands::shared::{Finish, load_state, open_workbook};
use anyhow::Result;
use session::Session;
use tutor::progress::named_or_next;

/// Set to 1, this environment variable has `watch` open each exercise's source, as `--open` does.
const OPEN: &str = "ARENA_OPEN";

pub(super) fn run(options: &WatchOptions) -> Result<Finish> {
    let workbook = open_workbook()?;
    let state = load_state(&workbook);
    let exercise = named_or_next(&workbook, &state, options.what.as_deref())?;
    let id = exercise.id.clone();
    let opens = options.open || std::env::var_os(OPEN).is_some_and(|wanted| wanted == "1");
    Session::new(workbook, &id, options.limits, opens)?.run()
}
