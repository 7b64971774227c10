//! `check`: grades exercises, and reports the grades.

use super::shared::Finish;
use crate::cli::CheckOptions;
use crate::interrupt;
use crate::progress_bar::ProgressBar;
use crate::report::format::{Format, Report};
use crate::report::{self, GradesReport};
use crate::terminal;
use anyhow::Result;
use grader::check::{Options, SpeedPolicy, check};
use grader::results::{Grade, Standing};
use grader::shipped_tree;
use grader::text::printable_line;
use workbook::Workbook;

/// How many changed files are named.
const MAX_CHANGED: usize = 20;

pub(super) fn run(options: &CheckOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let exercises = workbook.choose(&options.what)?;
    let bar = ProgressBar::new();
    let grader_options = grader_options(options);
    let grades = bar.follow(options.limits.build_timeout, |control| {
        check(&workbook, &exercises, &grader_options, control)
    })?;
    bar.clear();
    let changed = match options.strict {
        true => shipped_tree::changes(&workbook, interrupt::program())?,
        false => None,
    };
    let report = GradesReport {
        workbook: &workbook,
        grades: &grades,
        is_strict: options.strict,
        changed,
        columns: terminal::width(),
    };
    report::print(&options.format.export(&Report::Grades(&report))?)?;
    let is_as_shipped = match (&report.changed, options.strict) {
        (Some(changed), _) if !changed.is_empty() => {
            report::complain(&not_as_shipped(changed));
            false
        }
        (None, true) if options.format == Format::Human => {
            report::complain(
                "note: this is not a clone, so only the exercises were held against what was shipped; where a \
                 grade counts, use `cargo xtask grade` in a checkout of your own",
            );
            true
        }
        _ => true,
    };
    match is_as_shipped {
        true => Ok(finish(&grades, options)),
        false => Ok(Finish::Incomplete),
    }
}

fn not_as_shipped(changed: &[String]) -> String {
    let shown = changed.iter().take(MAX_CHANGED);
    let shown: Vec<String> = shown.map(|name| printable_line(name)).collect();
    let more = match changed.len() - shown.len() {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    format!(
        "not as it was shipped: {}{more}\n\
         help: `git diff` shows what was changed, and `git stash --include-untracked` puts it aside; only \
         exercises/*/src is yours to edit",
        shown.join(", ")
    )
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
