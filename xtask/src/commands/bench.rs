//! `bench`: the speedup of an exercise in full, passing or not.

use super::Finish;
use crate::cli::{BenchFormat, BenchOptions};
use crate::facts::Allocations;
use crate::history::{self, Line, Setting};
use crate::host::Host;
use crate::measure::{self, Measurement, Request, Speeds};
use crate::meter::Meter;
use crate::pipeline::{Earlier, Subject, Tried, try_tests};
use crate::report::{self, bench, bench::Benched};
use crate::terminal;
use anyhow::{Result, bail};
use catalog::{Exercise, Workbook};
use std::time::Duration;

pub(super) fn run(options: &BenchOptions) -> Result<Finish> {
    let workbook = Workbook::open()?;
    let mut exercises = workbook.choose(&options.what)?;
    exercises.retain(|exercise| exercise.speed.is_some());
    if exercises.is_empty() {
        bail!("there is no benchmark in what you named\nhelp: see `speed` in its exercise.toml");
    }
    let meter = Meter::new();
    let (text, finish) = in_full(&workbook, &exercises, options, &meter)?;
    meter.clear();
    report::print(&text)?;
    Ok(finish)
}

/// Measures these exercises, each of which has a benchmark; gives the report.
pub(super) fn in_full(
    workbook: &Workbook,
    exercises: &[&Exercise],
    options: &BenchOptions,
    meter: &Meter,
) -> Result<(String, Finish)> {
    let subjects: Vec<Subject<'_>> = exercises
        .iter()
        .flat_map(|exercise| [Subject::learner(exercise), Subject::solution(exercise)])
        .collect();
    let time = Duration::from_secs_f64(options.timeout);
    let tried = try_tests(workbook, &subjects, time, Earlier::Ignored, meter)?;
    // Who asks for a benchmark wants a measurement, not one of last week.
    let request = Request {
        exercises,
        remeasure: true,
        allocator: options.allocator,
        speeds: &mut Speeds::new(),
    };
    let measured = measure::measure(workbook, request, meter)?;

    let setting = Setting {
        host: Host::key(),
        rustc: Host::this().rustc,
        allocator: options.allocator.name().to_owned(),
    };
    let all: Vec<Benched<'_>> = exercises
        .iter()
        .zip(measured)
        .zip(tried.chunks(2))
        .map(|((exercise, measured), pair)| benched(workbook, exercise, measured, pair, &setting))
        .collect();
    remember(workbook, &all, &setting);
    let allocator = options.allocator.name();
    let text = match options.format {
        BenchFormat::Human => bench::human(&all, allocator, terminal::width()),
        BenchFormat::Json => bench::json(&all, allocator)?,
        BenchFormat::Markdown => bench::markdown(&all, allocator),
    };
    let is_measured = all.iter().all(|one| one.speeds.is_ok());
    let finish = if is_measured {
        Finish::Passes
    } else {
        Finish::Open
    };
    Ok((text, finish))
}

fn benched<'a>(
    workbook: &Workbook,
    exercise: &'a Exercise,
    measured: Measurement,
    pair: &[Tried],
    setting: &Setting,
) -> Benched<'a> {
    let (history, elsewhere) = history::of(&workbook.root, |id| exercise.has_id(id), setting);
    Benched {
        id: &exercise.id,
        workload: exercise.speed.as_deref().unwrap_or_default(),
        speeds: match measured {
            Measurement::Speed(timing) => Ok((timing.yours, timing.reference)),
            Measurement::Failed(reason) => Err(reason),
        },
        yours: allocations(&pair[0]),
        reference: allocations(&pair[1]),
        history,
        elsewhere,
    }
}

fn allocations(tried: &Tried) -> Option<Allocations> {
    tried.run.as_ref().and_then(|run| run.allocations)
}

/// A history that cannot be kept is no reason to withhold the figures.
fn remember(workbook: &Workbook, all: &[Benched<'_>], setting: &Setting) {
    let lines = all.iter().filter_map(|one| {
        let (yours, _) = one.speeds.as_ref().ok()?;
        Some(Line::now(one.id, setting, yours))
    });
    let lines: Vec<Line> = lines.collect();
    if let Err(error) = history::append(&workbook.root, &lines) {
        eprintln!("warning: history is not kept: {error:#}");
    }
}
