//! `check`: grades exercises, and reports the grades.

use super::shared::Finish;
use crate::cli::CheckOptions;
use crate::progress_bar::ProgressBar;
use crate::report::format::Report;
use crate::report::{self, GradesReport};
use crate::terminal;
use anyhow::Result;
use grader::check::{Options, SpeedPolicy, check};
use grader::results::{Grade, Standing};
use workbook::Workbook;

pub(super) fn run(options: &CheckOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let exercises = workbook.choose(&options.what)?;
    let bar = ProgressBar::new();
    let grader_options = grader_options(options);
    let grades = bar.follow(options.limits.build_timeout, |control| {
        check(&workbook, &exercises, &grader_options, control)
    })?;
    bar.clear();
    let report = GradesReport {
        workbook: &workbook,
        grades: &grades,
        is_strict: options.strict,
        columns: terminal::width(),
    };
    report::print(&options.format.export(&Report::Grades(&report))?)?;
    Ok(finish(&grades, options))
}

fn grader_options(options: &CheckOptions) -> Options {
    Options {
        timeout: options.limits.timeout,
        speed: match (options.no_speed, options.measure_all) {
            (true, _) => SpeedPolicy::Skip,
            (false, true) => SpeedPolicy::All,
            (false, false) => SpeedPolicy::Passing,
        },
        remeasure: options.remeasure,
        // A strict check trusts no cached pass.
        rerun: options.rerun || options.strict,
    }
}

fn finish(grades: &[Grade<'_>], options: &CheckOptions) -> Finish {
    let passes = |grade: &Grade<'_>| {
        let is_intact = !options.strict || grade.changed.is_empty();
        grade.standing == Standing::Passed && is_intact
    };
    match grades.iter().all(passes) {
        true => Finish::Passes,
        false => Finish::Incomplete,
    }
}
