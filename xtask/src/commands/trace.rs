//! `trace`: what happens on the heap in an exercise, event by event, in a file that a replay can read.
//!
//! The graded tests run as in `check`, and record. The trace of the test that reports the headline
//! allocations goes to `.arena/traces/`; `yardstick::trace` documents the file. What that test
//! proves does not matter here: a starter that misses its budget has a trace, too.

use super::{Finish, named_or_next};
use crate::build::Build;
use crate::cli::{PlainFormat, TraceOptions};
use crate::facts::{Trace, TraceCounts};
use crate::meter::Meter;
use crate::pipeline::{Earlier, Subject, Tried, try_tests};
use crate::process::size;
use crate::progress::Progress;
use crate::report::{
    self,
    table::{Cell, Look, paint, render},
};
use crate::run::{TestOutcome, TestRun};
use crate::whole;
use anyhow::{Context, Result, bail};
use catalog::{Exercise, Workbook};
use serde::Serialize;
use std::path::PathBuf;
use std::time::Duration;

/// The version of the JSON document.
const VERSION: u32 = 1;
/// Where the file's format is written down.
const FORMAT: &str = "xtask/yardstick/src/trace/mod.rs, for who writes a replay";

pub(super) fn run(options: &TraceOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let progress = Progress::load(&workbook);
    let exercise = named_or_next(&workbook, &progress, options.what.as_deref())?;
    let meter = Meter::new();
    let subject = Subject::learner(exercise).traced();
    let time = Duration::from_secs_f64(options.timeout);
    let tried = try_tests(&workbook, &[subject], time, Earlier::Ignored, &meter)?;
    meter.clear();

    let outcome = match tried.first().map(|tried| judge(&workbook, exercise, tried)) {
        Some(outcome) => outcome?,
        None => bail!("`{}` was not tried", exercise.id),
    };
    let finish = match &outcome {
        Outcome::Recorded(trace) => {
            save(&workbook, exercise, &trace.bytes)?;
            Finish::Passes
        }
        Outcome::None(_) => Finish::Open,
    };
    report::print(&match options.format {
        PlainFormat::Human => human(&workbook, exercise, &outcome),
        PlainFormat::Json => json(&workbook, exercise, &outcome)?,
    })?;
    Ok(finish)
}

/// What came of it.
enum Outcome<'a> {
    Recorded(&'a Trace),
    /// There is no trace, for this reason: the learner's code did not get so far.
    None(String),
}

fn judge<'a>(workbook: &Workbook, exercise: &Exercise, tried: &'a Tried) -> Result<Outcome<'a>> {
    let run = match (&tried.build, &tried.run) {
        (Build::Rejected { rendered }, _) => {
            let reason = format!("it does not compile\n\n{}", rendered.trim_end());
            return Ok(Outcome::None(reason));
        }
        (Build::Gone { file }, _) => {
            let (file, folder) = (workbook.show(file), workbook.show(&exercise.folder));
            let reason =
                format!("{file} is gone\nhelp: bring it back with `git checkout {folder}`");
            return Ok(Outcome::None(reason));
        }
        (Build::Ready { .. }, Some(run)) => run,
        (Build::Ready { .. }, None) => bail!("the tests of `{}` were not run", exercise.id),
    };
    match (&run.trace, run.allocations) {
        (Some(trace), _) => Ok(Outcome::Recorded(trace)),
        (None, Some(_)) => bail!(
            "{}: a test reports a baseline, but no region of that test was measured as such\n\
             help: give `Budget::baseline` what `yardstick::measure` returned in the same test",
            workbook.show(&exercise.folder.join("tests/graded"))
        ),
        (None, None) => not_so_far(workbook, exercise, run),
    }
}

/// Why no test reported a baseline: one of them ended before, or none would.
fn not_so_far(workbook: &Workbook, exercise: &Exercise, run: &TestRun) -> Result<Outcome<'static>> {
    let failed = |abruptly: bool| {
        run.tests.iter().find(|test| match test.outcome {
            TestOutcome::Pass => false,
            TestOutcome::Fail => !abruptly,
            TestOutcome::Aborted { .. } | TestOutcome::TimedOut | TestOutcome::OutOfMemory => {
                abruptly
            }
        })
    };
    if let Some(test) = failed(true).or_else(|| failed(false)) {
        let message = test.message.as_deref().unwrap_or("(no message)");
        return Ok(Outcome::None(format!(
            "no test came as far as comparing Bad and yours; {} ended with:\n\n{}",
            test.name,
            message.trim_end()
        )));
    }
    if !run.missing.is_empty() {
        let folder = workbook.show(&exercise.folder);
        return Ok(Outcome::None(format!(
            "tests are missing: {}\nhelp: bring them back with `git checkout {folder}`",
            run.missing.join(", ")
        )));
    }
    bail!(
        "{}: no test reports the allocations of Bad and yours, so there is nothing to record\n\
         help: use `Budget::baseline` in the step that is about them",
        workbook.show(&exercise.folder.join("tests/graded"))
    )
}

fn path(workbook: &Workbook, exercise: &Exercise) -> PathBuf {
    let name = format!("{}.trace", exercise.id);
    workbook.root.join(".arena").join("traces").join(name)
}

/// Keeps the trace for the book.
fn save(workbook: &Workbook, exercise: &Exercise, bytes: &[u8]) -> Result<()> {
    let target = path(workbook, exercise);
    whole::write(&target, bytes).with_context(|| {
        let target = workbook.show(&target);
        format!("{target}: cannot be written\nhelp: see that the folder `.arena` may be written")
    })
}

fn human(workbook: &Workbook, exercise: &Exercise, outcome: &Outcome<'_>) -> String {
    let trace = match outcome {
        Outcome::Recorded(trace) => trace,
        Outcome::None(reason) => {
            let title = format!("{}: no trace", exercise.id);
            let title = paint(&title, Look::Bad);
            return format!(
                "{title}: {reason}\n\n  edit   {}\n  again  cargo xtask trace {}\n",
                workbook.show(&exercise.source()),
                exercise.id
            );
        }
    };
    let right = |text: &str| Cell::right(text, Look::Head);
    let head = vec![
        Cell::left("", Look::Head),
        right("events"),
        right("left out"),
        right("chunks"),
        right("bytes asked for"),
        right("peak live bytes"),
    ];
    let rows = [head, row("Bad", &trace.bad), row("yours", &trace.yours)];
    format!(
        "{}\n  file    {} ({} of at most 1 MiB)\n  of      {}\n  format  {FORMAT}\n",
        render(&rows),
        workbook.show(&path(workbook, exercise)),
        size(trace.bytes.len() as u64),
        trace.test
    )
}

fn row(side: &str, counts: &TraceCounts) -> Vec<Cell> {
    let number = |number: u64| Cell::right(number.to_string(), Look::Plain);
    vec![
        Cell::left(side, Look::Plain),
        number(counts.events),
        number(counts.dropped),
        number(counts.chunks),
        number(counts.bytes),
        number(counts.peak),
    ]
}

/// `--format json`. Without a trace, `trace` is `null` and `message` says why.
#[derive(Serialize)]
struct WireReport<'a> {
    version: u32,
    workbook: &'static str,
    exercise: &'a str,
    trace: Option<WireTrace<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
}

/// Sizes are in bytes.
#[derive(Serialize)]
struct WireTrace<'a> {
    file: String,
    size: usize,
    test: &'a str,
    bad: TraceCounts,
    yours: TraceCounts,
}

fn json(workbook: &Workbook, exercise: &Exercise, outcome: &Outcome<'_>) -> Result<String> {
    let (trace, message) = match outcome {
        Outcome::Recorded(trace) => (Some(*trace), None),
        Outcome::None(reason) => (None, Some(reason.as_str())),
    };
    let report = WireReport {
        version: VERSION,
        workbook: "arena-workbook",
        exercise: &exercise.id,
        trace: trace.map(|trace| WireTrace {
            file: workbook.show(&path(workbook, exercise)),
            size: trace.bytes.len(),
            test: &trace.test,
            bad: trace.bad,
            yours: trace.yours,
        }),
        message,
    };
    report::json::document(&report)
}
