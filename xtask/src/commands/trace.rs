//! `trace`: records what happens on the heap in an exercise, event by event, in a file for a
//! replay. The page beside the editor shows it.

use super::shared::{Finish, load_state};
use crate::cli::TraceOptions;
use crate::progress_bar::ProgressBar;
use crate::report::{self, format::Report, trace::TraceReport};
use anyhow::Result;
use grader::trace;
use tutor::progress::named_or_next;
use workbook::Workbook;

pub(super) fn run(options: &TraceOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let state = load_state(&workbook);
    let exercise = named_or_next(&workbook, &state, options.what.as_deref())?;
    let bar = ProgressBar::new();
    let recording = bar.follow(options.limits.build_timeout, |control| {
        trace::record(&workbook, exercise, options.limits.timeout, control)
    })?;
    bar.clear();

    let finish = match &recording {
        Ok(_) => Finish::Passes,
        Err(_) => Finish::Incomplete,
    };
    let report = TraceReport {
        workbook: &workbook,
        exercise,
        trace: recording.as_ref().map_err(String::clone),
        file: trace::file(&workbook.root, &exercise.id),
    };
    report::print(&options.format.export(&Report::Trace(&report))?)?;
    Ok(finish)
}
