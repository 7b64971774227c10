//! What a watch does in the background: grade, check all, measure.

use crate::build::Allocator;
use crate::cli::{BenchFormat, BenchOptions, CheckOptions};
use crate::commands::{bench, check, next_after};
use crate::grade::{Grade, Standing};
use crate::meter::Meter;
use crate::progress::Progress;
use crate::report::{fit::wrap, human, watch};
use crate::terminal;
use anyhow::Result;
use catalog::{Exercise, Workbook};
use std::time::{Duration, Instant};

/// Where the text of an advice begins, after its own beginning.
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

/// What came of it: a text for a screen, and lines for everything else.
pub(super) struct Told {
    pub(super) screen: String,
    pub(super) lines: Vec<String>,
}

/// Does it.
///
/// # Errors
/// When the workbook or the machine is broken, or the job was called off.
pub(super) fn run(
    job: Job,
    workbook: &Workbook,
    exercise: &Exercise,
    timeout: f64,
    meter: &Meter,
) -> Result<Told> {
    let start = Instant::now();
    match job {
        Job::Grade => {
            // Who saves or presses a key wants a run.
            let mut options = CheckOptions::without_speed(timeout);
            options.rerun = true;
            let grades = check::grade_all(workbook, &[exercise], &options, meter)?;
            // One exercise, one grade.
            Ok(graded(workbook, exercise, &grades[0], start.elapsed()))
        }
        Job::All => {
            let options = CheckOptions::without_speed(timeout);
            let exercises: Vec<&Exercise> = workbook.exercises.iter().collect();
            let grades = check::grade_all(workbook, &exercises, &options, meter)?;
            Ok(Told {
                screen: human::render_check(workbook, &grades, terminal::width()),
                lines: grades.iter().map(watch::line).collect(),
            })
        }
        Job::Measure => {
            let options = BenchOptions {
                what: Vec::new(),
                allocator: Allocator::System,
                format: BenchFormat::Human,
                timeout,
            };
            let (text, _) = bench::in_full(workbook, &[exercise], &options, meter)?;
            Ok(Told {
                lines: text.lines().map(str::to_owned).collect(),
                screen: text,
            })
        }
    }
}

fn graded(workbook: &Workbook, exercise: &Exercise, grade: &Grade<'_>, elapsed: Duration) -> Told {
    let seconds = elapsed.as_secs_f64();
    let mut lines = watch::steps(grade);
    lines.push(format!("{} ({seconds:.2} s)", watch::line(grade)));
    let mut screen = watch::screen(workbook, grade) + "\n";
    let mut advise = |what: &str| {
        screen += &wrap(&format!("  {what}\n"), terminal::width(), ADVICE);
    };
    if grade.standing == Standing::Passed {
        if exercise.speed.is_some() {
            advise("speed  press b: how much faster is it on this machine?");
        }
        advise(&format!("other  cargo xtask solution {}", exercise.id));
        advise(&format!("next   {}", next(workbook, exercise)));
    } else {
        if let Some(place) = human::place(workbook, grade) {
            advise(&format!("test   {place}"));
        }
        let source = workbook.show(&exercise.source());
        advise(&format!("edit   {source} and save: it is graded again"));
        advise("stuck  press h for a hint");
    }
    advise(&format!("took   {seconds:.2} s"));
    Told { screen, lines }
}

fn next(workbook: &Workbook, exercise: &Exercise) -> String {
    let progress = Progress::load(workbook);
    let all = &workbook.exercises;
    let at = all.iter().position(|one| one.id == exercise.id);
    match next_after(workbook, &progress, at.unwrap_or(0)) {
        Some(next) => format!("press n: {} {}, {}", next.number, next.id, next.title),
        None => "every exercise passes".to_owned(),
    }
}
