//! `check`: grades exercises, and reports the grades.

use super::guess;
use super::shared::{Finish, open_workbook, renew_report};
use crate::cli::CheckOptions;
use crate::interrupt;
use crate::progress_bar::ProgressBar;
use crate::report::format::{Format, Report};
use crate::report::wrap::rows;
use crate::report::{self, GradesReport};
use crate::terminal;
use anyhow::Result;
use grader::check::{Options, SpeedPolicy, check};
use grader::event::Event;
use grader::results::{Grade, Standing};
use grader::shipped_tree;
use grader::state::State;
use grader::text::printable_line;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tutor::progress::next_after_it;
use workbook::{Exercise, Workbook};

/// How many changed files are named.
const MAX_CHANGED: usize = 20;

pub(super) fn run(options: &CheckOptions) -> Result<Finish> {
    let workbook = open_workbook()?;
    let exercises = workbook.choose(&options.what)?;
    if let ([exercise], Format::Human) = (&*exercises, options.format) {
        guess::ask(&workbook, exercise)?;
    }
    let bar = ProgressBar::new();
    let grader_options = grader_options(options);
    let early = Early::default();
    let listen = |event: &Event<'_>| {
        if let Event::Verdicts(grades) = event
            && options.format == Format::Human
        {
            early.show(&workbook, grades, options.strict, &bar);
        }
    };
    let grades = bar.follow_and(options.limits.build_timeout, listen, |control| {
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
        is_measuring: false,
        is_strict: options.strict,
        changed,
        next: next(&workbook, &grades),
        columns: terminal::width(),
    };
    early.print(&options.format.export(&Report::Grades(&report))?)?;
    renew_report(&workbook);
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

/// What is shown while speeds are still being measured: the verdicts, in the place that the whole report takes later.
#[derive(Default)]
struct Early {
    /// The rows that it takes, and the size of the terminal.
    shown: Mutex<Option<(usize, (u16, u16))>>,
}

impl Early {
    /// Shows it on a terminal where it can be replaced, which takes one that is high enough.
    fn show(&self, workbook: &Workbook, grades: &[Grade<'_>], is_strict: bool, bar: &ProgressBar) {
        let Some(size) = terminal::size().filter(|_| !terminal::is_dumb()) else {
            return;
        };
        let (height, columns) = (usize::from(size.0), usize::from(size.1));
        let report = GradesReport {
            workbook,
            grades,
            is_measuring: true,
            is_strict,
            changed: None,
            next: next(workbook, grades),
            columns: Some(columns),
        };
        let Ok(text) = Format::Human.export(&Report::Grades(&report)) else {
            return;
        };
        let rows = rows(&text, columns);
        // One row for the progress, and one for the cursor.
        if rows + 2 <= height && bar.aside(|| report::print(&text)).is_ok() {
            *self.lock() = Some((rows, size));
        }
    }

    /// Prints the whole report, in its place if it is still there.
    fn print(&self, text: &str) -> Result<()> {
        match *self.lock() {
            Some((rows, size)) if terminal::size() == Some(size) => report::replace(rows, text),
            _ => report::print(text),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<(usize, (u16, u16))>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where to go on after the only exercise that was checked.
fn next<'a>(workbook: &'a Workbook, grades: &[Grade<'_>]) -> Option<&'a Exercise> {
    match grades {
        [grade] => next_after_it(workbook, &State::peek(workbook), grade.exercise),
        _ => None,
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
        optimised: !options.no_speed || options.strict,
        remeasure: options.remeasure,
        // A strict check trusts no cached result.
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
