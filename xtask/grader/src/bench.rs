//! A benchmark in full: measured anew, beside the heap use of all versions and earlier measurements.

use crate::build::Allocator;
use crate::event::Control;
use crate::history::{self, HeapUse, Line, Setting, by_threads};
use crate::measure::{self, Request};
use crate::pipeline::{Attempt, CachePolicy, Subject, try_tests};
use crate::protocol::Allocations;
use crate::references::References;
use crate::results::{Measurement, Scaling, Speeds, Timing};
use crate::scaling::scaling;
use crate::versions::Sources;
use anyhow::Result;
use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;
use workbook::{Exercise, Workbook};

/// How to measure.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// What all versions run under.
    pub allocator: Allocator,
    /// How long one test may run while allocations are counted.
    pub timeout: Duration,
}

/// What an exercise's benchmark measured.
pub enum Figures {
    /// Bad against yours and the others.
    Speed(Box<Timing>),
    /// How Bad, yours and the solution scale with threads.
    Scaling(Scaling),
}

/// Everything that is known about one exercise's speed.
pub struct Benched<'a> {
    /// The exercise's id.
    pub id: &'a str,
    /// What is timed.
    pub workload: &'a str,
    /// What was measured; or why there is nothing.
    pub figures: Result<Figures, String>,
    /// The heap use of Bad and of yours in the tests.
    pub yours: Option<Allocations>,
    /// The heap use of Bad and of the solution in the tests.
    pub reference: Option<Allocations>,
    /// The machine that the solution was measured on, where that is another one.
    pub reference_host: Option<String>,
    /// Earlier measurements that can be compared, oldest first.
    pub history: Vec<Line>,
    /// How many earlier measurements there are on other machines or under other allocators.
    pub elsewhere: usize,
}

/// Measures these exercises, passing or not, each of which has a benchmark.
///
/// # Errors
/// As [`crate::measure::measure`].
pub fn bench<'a>(
    workbook: &Workbook,
    exercises: &[&'a Exercise],
    options: &Options,
    control: &Control<'_>,
) -> Result<Vec<Benched<'a>>> {
    let references = References::load(workbook)?;
    let n_sides = References::n_sides(references.as_ref());
    let subjects: Vec<Subject<'_>> = exercises
        .iter()
        .flat_map(|exercise| {
            let both = [Subject::learner(exercise), Subject::solution(exercise)];
            both.into_iter().take(n_sides)
        })
        .collect();
    // Taken before the build: what is saved meanwhile is another version.
    let sources: Vec<Option<Sources>> = exercises
        .iter()
        .map(|exercise| Sources::of(exercise))
        .collect();
    let policy = CachePolicy::Ignore;
    let attempts = try_tests(workbook, &subjects, options.timeout, policy, control)?;
    let mut figures = figures(workbook, exercises, options.allocator, control)?;

    let setting = Setting::here(options.allocator.name());
    let mut all = Vec::new();
    for (exercise, pair) in exercises.iter().zip(attempts.chunks(n_sides)) {
        let (history, elsewhere) = history::of(&workbook.root, |id| exercise.has_id(id), &setting);
        all.push(Benched {
            id: &exercise.id,
            workload: exercise.workload().unwrap_or_default(),
            figures: figures
                .remove(&*exercise.id)
                .unwrap_or_else(|| Err("it has no benchmark".to_owned())),
            yours: allocations(&pair[0]),
            reference: match (&references, pair.get(1)) {
                (Some(references), _) => {
                    let reference = references.of(&exercise.id, options.allocator);
                    reference.ok().and_then(|reference| reference.heap)
                }
                (None, attempt) => attempt.and_then(allocations),
            },
            reference_host: references
                .as_ref()
                .map(|references| references.host.clone()),
            history,
            elsewhere,
        });
    }
    remember(&workbook.root, &all, &sources, &setting, control);
    Ok(all)
}

/// Measures one exercise by number of threads only, and keeps the figures; or says why there are none.
///
/// # Errors
/// As [`scaling()`].
pub fn by_threads(
    workbook: &Workbook,
    exercise: &Exercise,
    allocator: Allocator,
    control: &Control<'_>,
) -> Result<Result<(), String>> {
    // Taken before the build: what is saved meanwhile is another version.
    let sources = Sources::of(exercise);
    let setting = Setting::here(allocator.name());
    for measured in scaling(workbook, &[exercise], allocator, control)? {
        match measured {
            Ok(scaling) => {
                let line =
                    by_threads::Line::now(&exercise.id, &setting, &scaling, sources.as_ref());
                by_threads::remember(&workbook.root, &[line], control);
            }
            Err(reason) => return Ok(Err(reason)),
        }
    }
    Ok(Ok(()))
}

/// What each benchmark measured, by the exercise's id.
fn figures<'a>(
    workbook: &Workbook,
    exercises: &[&'a Exercise],
    allocator: Allocator,
    control: &Control<'_>,
) -> Result<HashMap<&'a str, Result<Figures, String>>> {
    let (scaled, timed): (Vec<&Exercise>, Vec<&Exercise>) = exercises
        .iter()
        .copied()
        .partition(|exercise| exercise.scaling.is_some());
    // A benchmark is asked for to get a new measurement, not last week's.
    let request = Request {
        exercises: &timed,
        remeasure: true,
        allocator,
        speeds: &mut Speeds::new(),
    };
    let measured = measure::measure(workbook, request, control)?;
    let measured = measured.into_iter().map(|measured| match measured {
        Measurement::Speed(timing) => Ok(Figures::Speed(timing)),
        Measurement::Failed(reason) => Err(reason),
    });
    let scalings = scaling(workbook, &scaled, allocator, control)?;
    let scalings = scalings
        .into_iter()
        .map(|scaling| scaling.map(Figures::Scaling));
    let ids = timed.iter().chain(&scaled).map(|exercise| &*exercise.id);
    Ok(ids.zip(measured.chain(scalings)).collect())
}

fn allocations(attempt: &Attempt) -> Option<Allocations> {
    attempt.run.as_ref().and_then(|run| run.allocations)
}

/// Keeps what was measured.
fn remember(
    root: &Path,
    all: &[Benched<'_>],
    sources: &[Option<Sources>],
    setting: &Setting,
    control: &Control<'_>,
) {
    let (mut speeds, mut scalings) = (Vec::new(), Vec::new());
    for (benched, sources) in all.iter().zip(sources) {
        let sources = sources.as_ref();
        match &benched.figures {
            Ok(Figures::Speed(timing)) => {
                let heap = HeapUse {
                    yours: benched.yours,
                    reference: benched.reference,
                };
                speeds.push(Line::now(benched.id, setting, timing, heap, sources));
            }
            Ok(Figures::Scaling(scaling)) => {
                scalings.push(by_threads::Line::now(benched.id, setting, scaling, sources));
            }
            Err(_) => {}
        }
    }
    if !speeds.is_empty() {
        history::remember(root, &speeds, control);
    }
    if !scalings.is_empty() {
        by_threads::remember(root, &scalings, control);
    }
}
