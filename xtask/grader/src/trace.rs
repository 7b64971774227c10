//! Records what happens on the heap in an exercise, event by event, and keeps it for a replay.
//!
//! The graded tests run as in `check`, and record traces. That of the test which reports the
//! headline allocations is kept in `.arena/traces/`, with Bad and yours in it;
//! `yardstick::trace` documents the file. Whether that test passes does not matter: a starter that
//! exceeds its budget has a trace, too.

use crate::atomic_write;
use crate::diagnostic::rendered;
use crate::event::Control;
use crate::pipeline::{Attempt, CachePolicy, Subject, try_tests};
use crate::protocol::{TRACE_BYTES, TRACE_MAGIC, TRACE_VERSION, Trace};
use crate::results::{Build, TestOutcome, TestRun};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::time::Duration;
use workbook::{Exercise, Problem, Workbook, read_bounded};

/// The trace; or why there is none, since the learner's code did not get that far.
pub type Recording = Result<Trace, String>;

/// Where the trace of an exercise is kept.
#[must_use]
pub fn file(root: &Path, id: &str) -> PathBuf {
    root.join(".arena/traces").join(format!("{id}.trace"))
}

/// Records a trace of the learner's code, and keeps it in [`file()`]. Where there is none, an earlier one stays.
///
/// # Errors
/// When the workbook or the machine is broken, or the run was cancelled.
pub fn record(
    workbook: &Workbook,
    exercise: &Exercise,
    time: Duration,
    control: &Control<'_>,
) -> Result<Recording> {
    let subjects = [Subject::learner(exercise).traced()];
    let attempts = try_tests(workbook, &subjects, time, CachePolicy::Ignore, control)?;
    let Some(attempt) = attempts.into_iter().next() else {
        bail!("`{}` was not tried", exercise.id);
    };
    let recording = judge(workbook, exercise, attempt)?;
    if let Ok(trace) = &recording {
        keep(workbook, exercise, &trace.bytes)?;
    }
    Ok(recording)
}

/// Why a trace that is kept cannot be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Nothing is kept.
    Missing,
    /// It is no trace, or too long for one.
    Foreign,
    /// Another version of the workbook recorded it.
    OtherVersion,
}

/// The trace that is kept for an exercise. Only its beginning is looked at.
///
/// # Errors
/// When there is none that this version of the workbook recorded.
pub fn kept(root: &Path, id: &str) -> Result<Vec<u8>, Unreadable> {
    let file = file(root, id);
    if !file.is_file() {
        return Err(Unreadable::Missing);
    }
    let bytes = read_bounded(&file, TRACE_BYTES as u64).map_err(|_| Unreadable::Foreign)?;
    match bytes.strip_prefix(TRACE_MAGIC.as_slice()) {
        None | Some([]) => Err(Unreadable::Foreign),
        Some([version, ..]) if u64::from(*version) != TRACE_VERSION => {
            Err(Unreadable::OtherVersion)
        }
        Some(_) => Ok(bytes),
    }
}

fn judge(workbook: &Workbook, exercise: &Exercise, attempt: Attempt) -> Result<Recording> {
    let mut run = match (attempt.build, attempt.run) {
        (Build::Failed { errors }, _) => {
            let errors = rendered(&errors);
            return Ok(Err(format!("it does not compile\n\n{}", errors.trim_end())));
        }
        (Build::Missing { file }, _) => {
            let (file, folder) = (workbook.show(&file), workbook.show(&exercise.folder));
            let reason =
                format!("{file} is missing\nhelp: restore it with `git checkout {folder}`");
            return Ok(Err(reason));
        }
        (Build::Ready { .. }, Some(run)) => run,
        (Build::Ready { .. }, None) => bail!("the tests of `{}` were not run", exercise.id),
    };
    if let Some(trace) = run.trace.take() {
        return Ok(Ok(trace));
    }
    match run.allocations {
        Some(_) => Err(Problem::new(
            workbook.show(&exercise.folder.join("tests/graded")),
            "a test reports a baseline, but measured no region as one",
            "pass `Budget::baseline` what `yardstick::measure` returned in the same test",
        )
        .into()),
        None => without_trace(workbook, exercise, &run),
    }
}

/// Why no test reported a baseline: one of them failed before it could, or none does.
fn without_trace(workbook: &Workbook, exercise: &Exercise, run: &TestRun) -> Result<Recording> {
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

fn keep(workbook: &Workbook, exercise: &Exercise, bytes: &[u8]) -> Result<()> {
    let file = file(&workbook.root, &exercise.id);
    let written = atomic_write::write(&file, bytes);
    let written = written.map_err(|error| {
        let help = "make sure that the folder `.arena` can be written";
        Problem::new(workbook.show(&file), "cannot be written", help).because(error)
    });
    Ok(written?)
}
