//! `workshop grade`: finds everybody's work, and has it graded as `grade` grades one person's.

use crate::cli::ClassOptions;
use crate::commands::grade::{self, Trials};
use crate::commands::shared::Finish;
use crate::interrupt;
use crate::report;
use crate::report::format::{Format, Report};
use anyhow::{Context, Result};
use grader::atomic_write;
use workbook::Workbook;

pub(super) fn run(options: &ClassOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let exercises = workbook.choose(&options.only)?;
    let works = grade::works(&workbook, &options.places, interrupt::program())?;
    let graded = grade::grade_all(&workbook, &exercises, &works, options.limits, Trials::First)?;
    let graded_report = Report::Submissions(&graded);
    if let Some(file) = &options.save {
        // Before it is printed: nobody should have to grade again because a pipe was closed.
        let text = Format::Json.export(&graded_report)?;
        atomic_write::write(file, text.as_bytes())
            .with_context(|| format!("{}: cannot be written", file.display()))?;
    }
    report::print(&options.format.export(&graded_report)?)?;
    Ok(grade::finish(&graded))
}
