//! A speedup in full: measured anew, beside the heap use of all versions and earlier measurements.

use crate::build::Allocator;
use crate::event::{Control, Event};
use crate::history::{self, Line, Setting};
use crate::host::Host;
use crate::measure::{self, Request};
use crate::pipeline::{Attempt, CachePolicy, Subject, try_tests};
use crate::protocol::Allocations;
use crate::results::{Measurement, Speeds, Timing};
use anyhow::Result;
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

/// Everything that is known about one exercise's speed.
pub struct Benched<'a> {
    /// The exercise's id.
    pub id: &'a str,
    /// What is timed.
    pub workload: &'a str,
    /// Bad against yours and the others; or why there is nothing.
    pub speeds: Result<Box<Timing>, String>,
    /// The heap use of Bad and of yours in the tests.
    pub yours: Option<Allocations>,
    /// The heap use of Bad and of the solution in the tests.
    pub reference: Option<Allocations>,
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
    let subjects: Vec<Subject<'_>> = exercises
        .iter()
        .flat_map(|exercise| [Subject::learner(exercise), Subject::solution(exercise)])
        .collect();
    let policy = CachePolicy::Ignore;
    let attempts = try_tests(workbook, &subjects, options.timeout, policy, control)?;
    // A benchmark is asked for to get a new measurement, not last week's.
    let request = Request {
        exercises,
        remeasure: true,
        allocator: options.allocator,
        speeds: &mut Speeds::new(),
    };
    let measured = measure::measure(workbook, request, control)?;

    let setting = Setting {
        host: Host::key(),
        rustc: Host::this().rustc,
        allocator: options.allocator.name().to_owned(),
    };
    let mut all = Vec::new();
    for ((exercise, measured), pair) in exercises.iter().zip(measured).zip(attempts.chunks(2)) {
        let (history, elsewhere) = history::of(&workbook.root, |id| exercise.has_id(id), &setting);
        all.push(Benched {
            id: &exercise.id,
            workload: exercise.speed.as_deref().unwrap_or_default(),
            speeds: match measured {
                Measurement::Speed(timing) => Ok(timing),
                Measurement::Failed(reason) => Err(reason),
            },
            yours: allocations(&pair[0]),
            reference: allocations(&pair[1]),
            history,
            elsewhere,
        });
    }
    remember(workbook, &all, &setting, control);
    Ok(all)
}

fn allocations(attempt: &Attempt) -> Option<Allocations> {
    attempt.run.as_ref().and_then(|run| run.allocations)
}

/// A history that cannot be saved is not a reason to withhold the figures.
fn remember(workbook: &Workbook, all: &[Benched<'_>], setting: &Setting, control: &Control<'_>) {
    let lines = all.iter().filter_map(|benched| {
        let timing = benched.speeds.as_ref().ok()?;
        Some(Line::now(benched.id, setting, &timing.yours))
    });
    let lines: Vec<Line> = lines.collect();
    let saved = history::append(&workbook.root, &lines, control.cancellation());
    if let Err(error) = saved {
        control.emit(Event::Warning(&format!("history is not saved: {error:#}")));
    }
}
