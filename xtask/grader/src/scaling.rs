//! How exercises scale with threads: their benchmarks, run alone. The figures may be kept to be drawn, but are never
//! compared: no two runs need agree.

use crate::benchmark::{Benchmarks, Inputs, executable};
use crate::build::{self, Allocator, Goal, Target};
use crate::event::{Control, Event, Stage};
use crate::measure::alone;
use crate::protocol::{Fact, ScalingPoint};
use crate::references::References;
use crate::results::{Build, Scaling};
use anyhow::Result;
use workbook::{Crate, Exercise, Workbook};

/// Measures each exercise and its solution with 1, 2, 4, … threads; the results are in the order of `exercises`, each of
/// which has such a benchmark.
///
/// # Errors
/// As [`measure`](crate::measure::measure()).
pub fn scaling(
    workbook: &Workbook,
    exercises: &[&Exercise],
    allocator: Allocator,
    control: &Control<'_>,
) -> Result<Vec<Result<Scaling, String>>> {
    if exercises.is_empty() {
        return Ok(Vec::new());
    }
    let references = References::load(workbook)?;
    let n_sides = References::n_sides(references.as_ref());
    let both = exercises.iter().copied().map(Target::both);
    let targets = both.flat_map(|both| both.into_iter().take(n_sides));
    let targets: Vec<Target<'_>> = targets.collect();
    let builds = build::build(workbook, &targets, Goal::Benches(allocator), control)?;
    let _alone = alone(workbook, control)?;
    control.emit(Event::Stage {
        stage: Stage::Measure,
        total: targets.len(),
    });
    let mut benchmarks = Benchmarks::new(control.cancellation())?;
    let mut all = Vec::new();
    for (builds, targets) in builds.chunks(n_sides).zip(targets.chunks(n_sides)) {
        let exercise = targets[0].exercise;
        control.emit(Event::Measuring(exercise));
        let mut sides = Vec::new();
        for (build, target) in builds.iter().zip(targets) {
            sides.push(points(&mut benchmarks, build, &target.package)?);
            control.emit(Event::MeasuredSide(exercise));
        }
        if let Some(references) = &references {
            let reference = references.of(&exercise.id, allocator);
            sides.push(reference.map(|reference| reference.scaling.clone()));
        }
        let sides: Result<Vec<_>, String> = sides.into_iter().collect();
        all.push(sides.map(|mut sides| Scaling {
            reference: sides.pop().unwrap_or_default(),
            yours: sides.pop().unwrap_or_default(),
        }));
    }
    Ok(all)
}

/// Measures the solution of each exercise, for a checkout without solutions.
///
/// # Errors
/// As [`scaling`].
pub fn solutions(
    workbook: &Workbook,
    exercises: &[&Exercise],
    allocator: Allocator,
    control: &Control<'_>,
) -> Result<Vec<Result<Vec<ScalingPoint>, String>>> {
    let targets = exercises.iter().copied().map(Target::solution);
    let targets: Vec<Target<'_>> = targets.collect();
    let builds = build::build(workbook, &targets, Goal::Benches(allocator), control)?;
    let _alone = alone(workbook, control)?;
    let mut benchmarks = Benchmarks::new(control.cancellation())?;
    let pairs = builds.iter().zip(&targets);
    pairs
        .map(|(build, target)| points(&mut benchmarks, build, &target.package))
        .collect()
}

/// The times of one side for each number of threads, or why there are none.
fn points(
    benchmarks: &mut Benchmarks<'_>,
    build: &Build,
    package: &Crate,
) -> Result<Result<Vec<ScalingPoint>, String>> {
    match executable(build, package) {
        Ok(executable) => benchmarks.run(executable, package, Inputs::Repeated, of_facts),
        Err(reason) => Ok(Err(reason)),
    }
}

fn of_facts(facts: Vec<Fact>) -> Option<Vec<ScalingPoint>> {
    let points = facts.into_iter().filter_map(|fact| match fact {
        Fact::Scaling(point) => Some(point),
        _ => None,
    });
    let points: Vec<ScalingPoint> = points.collect();
    (!points.is_empty()).then_some(points)
}
