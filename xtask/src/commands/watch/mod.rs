//! `watch`: grades an exercise each time one of its files is saved.
//!
//! One thread does what is asked, another reads keys, and this one decides: it looks for saves,
//! takes keys, shows results, and starts at most one job at a time. What comes in while a job runs
//! waits for its end, each kind of job once, so that ten saves during a run cost one more run. A save
//! does not wait for what is long: it calls a check of all or a measurement off, and is graded first.

mod job;
mod keys;
mod saves;
mod session;
mod view;

use crate::cli::WatchOptions;
use crate::commands::{Finish, named_or_next};
use crate::progress::Progress;
use anyhow::Result;
use catalog::Workbook;
use session::Session;

pub(super) fn run(options: &WatchOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let progress = Progress::load(&workbook);
    let id = named_or_next(&workbook, &progress, options.what.as_deref())?;
    let id = id.id.clone();
    Session::new(workbook, &id, options.timeout)?.run()
}
