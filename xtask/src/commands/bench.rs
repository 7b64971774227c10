//! `bench`: the speedup of an exercise in full, or how it scales with threads; passing or not.

use super::shared::{Finish, open_workbook};
use crate::cli::BenchOptions;
use crate::progress_bar::ProgressBar;
use crate::report::format::Report;
use crate::report::{self, BenchReport};
use crate::terminal;
use anyhow::Result;
use grader::bench::{Options, bench};
use grader::build::Allocator;
use workbook::Problem;

pub(super) fn run(options: &BenchOptions) -> Result<Finish> {
    let workbook = open_workbook()?;
    let mut exercises = workbook.choose(&options.what)?;
    exercises.retain(|exercise| exercise.workload().is_some());
    if exercises.is_empty() {
        let what = "none of the exercises that you named has a benchmark: speed is not their point";
        let with_one = workbook
            .exercises
            .iter()
            .filter(|exercise| exercise.workload().is_some());
        let numbers: Vec<String> = with_one
            .map(|exercise| exercise.number.to_string())
            .collect();
        let help = format!(
            "name one of {}, or none to measure all of them",
            numbers.join(", ")
        );
        return Err(Problem::general(what, help).into());
    }
    let bar = ProgressBar::new();
    let allocator = Allocator::from(options.allocator);
    let grader_options = Options {
        allocator,
        timeout: options.limits.timeout,
    };
    let benched = bar.follow(options.limits.build_timeout, |control| {
        bench(&workbook, &exercises, &grader_options, control)
    })?;
    bar.clear();
    let report = BenchReport {
        exercises: &benched,
        allocator: allocator.name(),
        columns: terminal::width(),
    };
    report::print(&options.format.export(&Report::Bench(&report))?)?;
    match benched.iter().all(|benched| benched.figures.is_ok()) {
        true => Ok(Finish::Passes),
        false => Ok(Finish::Incomplete),
    }
}
