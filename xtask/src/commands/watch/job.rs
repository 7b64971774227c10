//! The jobs of a watch, done in the background: grade, check all, measure.

use crate::commands::shared::load_state;
use crate::report::format::{Format, Report};
use crate::report::next_steps::first_failure;
use crate::report::{BenchReport, GradesReport, watch, wrap::wrap};
use crate::terminal;
use anyhow::Result;
use grader::bench::{self, Benched, bench};
use grader::build::Allocator;
use grader::check::{Options, check};
use grader::event::{Control, Event};
use grader::results::{Grade, Standing};
use std::time::{Duration, Instant};
use tutor::progress::next_after_it;
use workbook::{Exercise, Workbook};

/// The column of an advice's text, after its indentation.
const ADVICE: usize = 7;

/// One thing to do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Job {
    /// Grade the exercise.
    Grade,
    /// Grade all.
    All,
    /// Measure the exercise's speed.
    Measure,
}

/// What a job shows: a text on a screen, and lines everywhere else.
pub(super) struct Output {
    pub(super) screen: String,
    pub(super) lines: Vec<String>,
}

/// Runs the job, and hands over what writes its output, for a screen as wide as it is at that time.
///
/// # Errors
/// When the workbook or the machine is broken, or the job was cancelled.
pub(super) fn run(
    job: Job,
    workbook: &Workbook,
    exercise: &Exercise,
    timeout: Duration,
    control: &Control<'_>,
    deliver: impl FnOnce(&dyn Fn() -> Result<Output>),
) -> Result<()> {
    let start = Instant::now();
    let mut options = Options::grades_only(timeout);
    match job {
        Job::Grade => {
            let grades = check(workbook, &[exercise], &options, control)?;
            let elapsed = start.elapsed();
            // One exercise, one grade.
            deliver(&|| Ok(graded(workbook, exercise, &grades[0], elapsed)));
            renew_report(workbook, control);
        }
        Job::All => {
            // Only the exercise that was saved is worth running again if it passed before.
            options.rerun = false;
            let exercises: Vec<&Exercise> = workbook.planned().iter().collect();
            let grades = check(workbook, &exercises, &options, control)?;
            deliver(&|| all_graded(workbook, &grades));
            renew_report(workbook, control);
        }
        Job::Measure => {
            let options = bench::Options {
                allocator: Allocator::System,
                timeout,
            };
            let benched = bench(workbook, &[exercise], &options, control)?;
            deliver(&|| measured(&benched, options.allocator));
        }
    }
    Ok(())
}

/// Renews the report of whoever takes part in a workshop from here, once the verdict is on the screen.
fn renew_report(workbook: &Workbook, control: &Control<'_>) {
    if let Some(warning) = workshop::membership::renew(workbook) {
        control.emit(Event::Warning(&warning));
    }
}

fn all_graded(workbook: &Workbook, grades: &[Grade<'_>]) -> Result<Output> {
    let report = GradesReport {
        workbook,
        grades,
        is_measuring: false,
        is_strict: false,
        changed: None,
        next: None,
        columns: terminal::width(),
    };
    Ok(Output {
        screen: Format::Human.export(&Report::Grades(&report))?,
        lines: grades.iter().map(watch::line).collect(),
    })
}

fn measured(benched: &[Benched<'_>], allocator: Allocator) -> Result<Output> {
    let report = BenchReport {
        exercises: benched,
        allocator: allocator.name(),
        columns: terminal::width(),
    };
    let text = Format::Human.export(&Report::Bench(&report))?;
    Ok(Output {
        lines: text.lines().map(str::to_owned).collect(),
        screen: text,
    })
}

fn graded(
    workbook: &Workbook,
    exercise: &Exercise,
    grade: &Grade<'_>,
    elapsed: Duration,
) -> Output {
    let seconds = elapsed.as_secs_f64();
    let mut lines = watch::steps(grade);
    lines.push(format!("{} ({seconds:.2} s)", watch::line(grade)));
    let state = load_state(workbook);
    let report = GradesReport {
        workbook,
        grades: std::slice::from_ref(grade),
        is_measuring: false,
        is_strict: false,
        changed: None,
        next: next_after_it(workbook, &state, exercise),
        columns: terminal::width(),
    };
    let mut screen = watch::screen(&report, grade) + "\n";
    let mut advise = |what: &str| {
        screen += &wrap(&format!("  {what}\n"), terminal::width(), ADVICE);
    };
    if grade.standing != Standing::Passed {
        if let Some(place) = first_failure(workbook, grade) {
            advise(&format!("test   {place}"));
        }
        let source = workbook.show(&exercise.source());
        advise(&format!("edit   {source} and save: it is graded again"));
        advise("stuck  press h for a hint, t for what the step asks for");
        if grade.best.is_some() {
            advise("undo   press u: it has passed before, and that is kept");
        }
    }
    advise(&format!("took   {seconds:.2} s"));
    Output { screen, lines }
}
