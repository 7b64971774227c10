//! `trace`: records what happens on the heap in an exercise, event by event, in a file for a
//! replay.
//!
//! The graded tests run as in `check`, and record traces. That of the test which reports the
//! headline allocations goes to `.arena/traces/`; `yardstick::trace` documents the file. Whether
//! that test passes does not matter here: a starter that exceeds its budget has a trace, too.

use super::shared::{Finish, load_state};
use crate::cli::TraceOptions;
use crate::progress_bar::ProgressBar;
use crate::report::{self, format::Report, trace::TraceReport};
use anyhow::{Result, bail};
use grader::atomic_write;
use grader::diagnostic::rendered;
use grader::pipeline::{Attempt, CachePolicy, Subject, try_tests};
use grader::protocol::Trace;
use grader::results::{Build, TestOutcome, TestRun};
use std::path::Path;
use tutor::progress::named_or_next;
use workbook::{Exercise, Problem, Workbook};

pub(super) fn run(options: &TraceOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let state = load_state(&workbook);
    let exercise = named_or_next(&workbook, &state, options.what.as_deref())?;
    let bar = ProgressBar::new();
    let subjects = [Subject::learner(exercise).traced()];
    let policy = CachePolicy::Ignore;
    let attempts = bar.follow(options.limits.build_timeout, |control| {
        try_tests(
            &workbook,
            &subjects,
            options.limits.timeout,
            policy,
            control,
        )
    })?;
    bar.clear();

    let Some(attempt) = attempts.first() else {
        bail!("`{}` was not tried", exercise.id);
    };
    let name = format!("{}.trace", exercise.id);
    let report = TraceReport {
        workbook: &workbook,
        exercise,
        trace: judge(&workbook, exercise, attempt)?,
        file: workbook.root.join(".arena").join("traces").join(name),
    };
    let finish = match &report.trace {
        Ok(trace) => {
            save(&workbook, &report.file, &trace.bytes)?;
            Finish::Passes
        }
        Err(_) => Finish::Incomplete,
    };
    report::print(&options.format.export(&Report::Trace(&report))?)?;
    Ok(finish)
}

/// The trace; or why there is none, since the learner's code did not get that far.
type Recording<'a> = Result<&'a Trace, String>;

fn judge<'a>(
    workbook: &Workbook,
    exercise: &Exercise,
    attempt: &'a Attempt,
) -> Result<Recording<'a>> {
    let run = match (&attempt.build, &attempt.run) {
        (Build::Failed { errors }, _) => {
            let errors = rendered(errors);
            return Ok(Err(format!("it does not compile\n\n{}", errors.trim_end())));
        }
        (Build::Missing { file }, _) => {
            let (file, folder) = (workbook.show(file), workbook.show(&exercise.folder));
            let reason =
                format!("{file} is missing\nhelp: restore it with `git checkout {folder}`");
            return Ok(Err(reason));
        }
        (Build::Ready { .. }, Some(run)) => run,
        (Build::Ready { .. }, None) => bail!("the tests of `{}` were not run", exercise.id),
    };
    match (&run.trace, run.allocations) {
        (Some(trace), _) => Ok(Ok(trace)),
        (None, Some(_)) => Err(Problem::new(
            workbook.show(&exercise.folder.join("tests/graded")),
            "a test reports a baseline, but measured no region as one",
            "pass `Budget::baseline` what `yardstick::measure` returned in the same test",
        )
        .into()),
        (None, None) => without_trace(workbook, exercise, run),
    }
}

/// Why no test reported a baseline: one of them failed before it could, or none does.
fn without_trace(
    workbook: &Workbook,
    exercise: &Exercise,
    run: &TestRun,
) -> Result<Recording<'static>> {
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
        return Ok(Err(format!(
            "no test got as far as comparing Bad and yours; {} ended with:\n\n{}",
            test.name,
            message.trim_end()
        )));
    }
    if !run.missing.is_empty() {
        let folder = workbook.show(&exercise.folder);
        return Ok(Err(format!(
            "tests are missing: {}\nhelp: restore them with `git checkout {folder}`",
            run.missing.join(", ")
        )));
    }
    Err(Problem::new(
        workbook.show(&exercise.folder.join("tests/graded")),
        "no test reports the allocations of Bad and yours, so there is nothing to record",
        "use `Budget::baseline` in the step that is about them",
    )
    .into())
}

/// Saves the trace for the book.
fn save(workbook: &Workbook, file: &Path, bytes: &[u8]) -> Result<()> {
    let written = atomic_write::write(file, bytes);
    let written = written.map_err(|error| {
        let help = "make sure that the folder `.arena` can be written";
        Problem::new(workbook.show(file), "cannot be written", help).because(error)
    });
    Ok(written?)
}
