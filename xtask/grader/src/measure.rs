//! Measurements: the speed benchmarks, run alone, after everything else has ended.
//!
//! A result is saved under the hash of its executable: what has not changed is not measured again.

use crate::benchmark::{Benchmarks, Inputs, executable, gone};
use crate::build::{self, Allocator, Goal, Target};
use crate::event::{Control, Event, Stage};
use crate::host::Host;
use crate::lock;
use crate::protocol::{Fact, Speed, SpeedReport};
use crate::references::References;
use crate::results::{Build, Measurement, Speeds, Timing};
use anyhow::{Context, Result};
use std::path::Path;
use workbook::{Crate, Exercise, Workbook};

/// What to measure, and how.
pub struct Request<'a> {
    /// The exercises, each with a benchmark.
    pub exercises: &'a [&'a Exercise],
    /// Measure again even where the result is known.
    pub remeasure: bool,
    /// What the benchmarks run under.
    pub allocator: Allocator,
    /// The known results, to which new ones are added.
    pub speeds: &'a mut Speeds,
}

/// Measures each exercise and its solution; the results are in the order of the request.
///
/// # Errors
/// When cargo or the system fails, or the run is cancelled. What a learner's code does is a
/// [`Measurement::Failed`].
pub fn measure(
    workbook: &Workbook,
    request: Request<'_>,
    control: &Control<'_>,
) -> Result<Vec<Measurement>> {
    let (exercises, allocator) = (request.exercises, request.allocator);
    if exercises.is_empty() {
        return Ok(Vec::new());
    }
    let references = References::load(workbook)?;
    let n_sides = References::n_sides(references.as_ref());
    let both = exercises.iter().copied().map(Target::both);
    let targets = both.flat_map(|both| both.into_iter().take(n_sides));
    let targets: Vec<Target<'_>> = targets.collect();
    let (builds, tuned, mut bench) = ready(workbook, request, &targets, control)?;
    let mut measurements = Vec::new();
    let pairs = builds.chunks(n_sides).zip(targets.chunks(n_sides));
    for (exercise, (builds, targets)) in exercises.iter().zip(pairs) {
        control.emit(Event::Measuring(exercise));
        let mut sides = Vec::new();
        for (build, target) in builds.iter().zip(targets) {
            sides.push(bench.side(build, &target.package)?);
            control.emit(Event::MeasuredSide(exercise));
        }
        let elsewhere = references.as_ref();
        let elsewhere = elsewhere.map(|all| (all, all.of(&exercise.id, allocator)));
        if let Some((_, reference)) = &elsewhere {
            let speed = reference.as_ref().map(|reference| reference.speed.clone());
            sides.push(match speed {
                Ok(Some(speed)) => Ok((speed, true)),
                Ok(None) => Err("its solution was not measured elsewhere".to_owned()),
                Err(reason) => Err(reason.clone()),
            });
        }
        let mut measurement = combine(sides);
        if let (Measurement::Speed(timing), Some((all, Ok(reference)))) =
            (&mut measurement, elsewhere)
        {
            timing.tuned = reference.tuned.clone();
            timing.reference_host = Some(all.host.clone());
        }
        if let Some((build, target)) = tuned.of(exercise) {
            let side = bench.side(build, &target.package)?;
            if let Measurement::Speed(timing) = &mut measurement {
                timing.add_tuned(side.map(|(speed, _)| speed));
            }
            control.emit(Event::MeasuredSide(exercise));
        }
        if let Measurement::Speed(timing) = &mut measurement
            && is_far_beyond(timing)
            && let (Some(Build::Ready { executable, .. }), Some(target)) =
                (builds.first(), targets.first())
        {
            let fresh = bench.fresh(executable, &target.package)?;
            judge_fresh(timing, fresh);
        }
        control.emit(Event::Measured(exercise, &measurement));
        measurements.push(measurement);
    }
    Ok(measurements)
}

/// Measures the solution of each exercise, and Bad tuned without an arena where it has that: what a learner's version is
/// compared with, for a checkout without solutions.
///
/// # Errors
/// As [`measure`].
pub fn solutions(
    workbook: &Workbook,
    request: Request<'_>,
    control: &Control<'_>,
) -> Result<Vec<Result<[Option<Speed>; 2], String>>> {
    let targets = request.exercises.iter().copied().map(Target::solution);
    let targets: Vec<Target<'_>> = targets.collect();
    let (builds, tuned, mut bench) = ready(workbook, request, &targets, control)?;
    let mut all = Vec::new();
    for (build, target) in builds.iter().zip(&targets) {
        control.emit(Event::Measuring(target.exercise));
        let side = bench.side(build, &target.package)?;
        control.emit(Event::MeasuredSide(target.exercise));
        let tuned = match tuned.of(target.exercise) {
            Some((build, tuned)) => {
                let side = bench.side(build, &tuned.package)?;
                control.emit(Event::MeasuredSide(target.exercise));
                side.ok()
            }
            None => None,
        };
        let tuned = tuned.map(|(speed, _)| speed);
        all.push(side.map(|(speed, _)| [Some(speed), tuned]));
    }
    Ok(all)
}

/// Builds what is to be measured, and waits until nobody else measures.
fn ready<'a>(
    workbook: &Workbook,
    request: Request<'a>,
    targets: &[Target<'_>],
    control: &'a Control<'_>,
) -> Result<(Vec<Build>, Tuned<'a>, Bench<'a>)> {
    let goal = Goal::Benches(request.allocator);
    let builds = build::build(workbook, targets, goal, control)?;
    let tuned = Tuned::build(workbook, request.exercises, request.allocator, control)?;
    let alone = alone(workbook, control)?;
    control.emit(Event::Stage {
        stage: Stage::Measure,
        total: targets.len() + tuned.targets.len(),
    });
    let bench = Bench {
        host: Host::key(),
        processes: Benchmarks::new(control.cancellation())?,
        remeasure: request.remeasure,
        speeds: request.speeds,
        _alone: alone,
    };
    Ok((builds, tuned, bench))
}

/// Runs the benchmark of each exercise's own crate `n_runs` times, and saves nothing: for an
/// untouched starter, which is Bad against Bad, this shows what noise looks like here.
///
/// # Errors
/// As [`measure`].
pub fn noise(
    workbook: &Workbook,
    exercises: &[&Exercise],
    n_runs: usize,
    control: &Control<'_>,
) -> Result<Vec<Vec<Result<Speed, String>>>> {
    let targets = exercises.iter().map(|&exercise| Target {
        exercise,
        package: exercise.learner(),
    });
    let targets: Vec<Target<'_>> = targets.collect();
    let goal = Goal::Benches(Allocator::System);
    let builds = build::build(workbook, &targets, goal, control)?;
    let alone = alone(workbook, control)?;
    control.emit(Event::Stage {
        stage: Stage::MeasureNoise,
        total: exercises.len() * n_runs,
    });
    let mut bench = Bench {
        host: Host::key(),
        processes: Benchmarks::new(control.cancellation())?,
        remeasure: true,
        speeds: &mut Speeds::new(),
        _alone: alone,
    };
    let mut all = Vec::new();
    for (build, target) in builds.iter().zip(&targets) {
        control.emit(Event::Measuring(target.exercise));
        let mut speeds = Vec::new();
        for _ in 0..n_runs {
            let side = bench.side(build, &target.package)?;
            speeds.push(side.map(|(speed, _)| speed));
            control.emit(Event::MeasuredSide(target.exercise));
        }
        all.push(speeds);
    }
    Ok(all)
}

/// Waits until no other run measures: two at once would measure each other.
///
/// # Errors
/// When the wait is cancelled.
pub fn alone(workbook: &Workbook, control: &Control<'_>) -> Result<Option<lock::Lock>> {
    let on_wait = || {
        control.emit(Event::Waiting(
            "waiting for another run to finish measuring",
        ))
    };
    let lock = lock::take(
        &workbook.root,
        lock::MEASURE,
        control.cancellation(),
        on_wait,
    );
    Ok(lock?)
}

/// The benchmarks of Bad tuned without an arena, of the exercises that have one.
struct Tuned<'a> {
    targets: Vec<Target<'a>>,
    builds: Vec<Build>,
}

impl<'a> Tuned<'a> {
    fn build(
        workbook: &Workbook,
        exercises: &[&'a Exercise],
        allocator: Allocator,
        control: &Control<'_>,
    ) -> Result<Self> {
        let goal = Goal::TunedBenches(allocator);
        let targets = exercises.iter().copied().map(Target::solution);
        let targets = targets.filter(|target| goal.is_in(&target.package));
        let targets: Vec<Target<'a>> = targets.collect();
        let builds = build::build(workbook, &targets, goal, control)?;
        Ok(Self { targets, builds })
    }

    fn of(&self, exercise: &Exercise) -> Option<(&Build, &Target<'a>)> {
        let mut all = self.builds.iter().zip(&self.targets);
        all.find(|(_, target)| target.exercise.id == exercise.id)
    }
}

impl Timing {
    /// Adds what Bad gains without an arena; that it could not be measured is worth a note, and no more.
    fn add_tuned(&mut self, speed: Result<Speed, String>) {
        match speed {
            Ok(speed) => self.tuned = Some(speed),
            Err(reason) => self.note = Some(format!("Bad tuned without an arena: {reason}")),
        }
    }
}

/// One side's speed, and whether it was known already; or why there is none.
type Side = Result<(Speed, bool), String>;

fn combine(sides: Vec<Side>) -> Measurement {
    let sides: Result<Vec<_>, String> = sides.into_iter().collect();
    match sides.as_deref() {
        Ok([(yours, yours_known), (reference, reference_known)]) => {
            Measurement::Speed(Box::new(Timing {
                yours: yours.clone(),
                reference: reference.clone(),
                reference_host: None,
                tuned: None,
                cached: *yours_known && *reference_known,
                note: None,
            }))
        }
        Ok(_) => Measurement::Failed("it has no benchmark".to_owned()),
        Err(reason) => Measurement::Failed(reason.clone()),
    }
}

/// How many times the solution's speedup is remarkable.
const FAR_BEYOND: f64 = 2.0;

/// Whether yours is so much faster than the solution that it may remember answers.
fn is_far_beyond(timing: &Timing) -> bool {
    timing.yours.low > FAR_BEYOND * timing.reference.high
}

/// Notes what fresh inputs say about a remarkable speedup, and takes their word for it.
fn judge_fresh(timing: &mut Timing, fresh: Result<Speed, String>) {
    let (seen, reference) = (timing.yours.ratio, timing.reference.ratio);
    let ask = "much faster than the solution: does it give the same answers on inputs that it has not seen?";
    timing.note = Some(match fresh {
        Err(reason) => format!("{ask} That could not be measured: {reason}"),
        Ok(fresh) if fresh.high < timing.yours.low => {
            let new = fresh.ratio;
            timing.yours = fresh;
            format!(
                "{ask} On inputs that it sees again and again it is {seen:.1}× as fast as Bad, and on new ones {new:.1}×; \
                 the latter counts (the solution: {reference:.1}×)"
            )
        }
        Ok(fresh) => format!(
            "{ask} It does: {:.1}× on new inputs, and {seen:.1}× on those it has seen (the solution: {reference:.1}×)",
            fresh.ratio
        ),
    });
}

struct Bench<'a> {
    host: String,
    processes: Benchmarks<'a>,
    remeasure: bool,
    speeds: &'a mut Speeds,
    _alone: Option<lock::Lock>,
}

impl Bench<'_> {
    fn side(&mut self, build: &Build, package: &Crate) -> Result<Side> {
        let executable = match executable(build, package) {
            Ok(executable) => executable,
            Err(reason) => return Ok(Err(reason)),
        };
        let Ok(key) = self.key(executable) else {
            return Ok(Err(gone(package)));
        };
        if let (Some(known), false) = (self.speeds.get(&key), self.remeasure) {
            return Ok(Ok((known.clone(), true)));
        }
        let measured = self.run(executable, package, Inputs::Repeated)?;
        if let Ok(speed) = &measured {
            self.speeds.insert(key, speed.clone());
        }
        Ok(measured.map(|speed| (speed, false)))
    }

    fn key(&self, executable: &Path) -> Result<String> {
        let bytes = std::fs::read(executable)
            .with_context(|| format!("{}: cannot be read", executable.display()))?;
        let hash = xxhash_rust::xxh3::xxh3_128(&bytes);
        Ok(format!("{}/{hash:032x}", self.host))
    }

    /// The speedup on inputs that neither side has seen.
    fn fresh(&mut self, executable: &Path, package: &Crate) -> Result<Result<Speed, String>> {
        let Ok(key) = self.key(executable).map(|key| format!("{key}/fresh")) else {
            return Ok(Err(gone(package)));
        };
        if let (Some(known), false) = (self.speeds.get(&key), self.remeasure) {
            return Ok(Ok(known.clone()));
        }
        let fresh = self.run(executable, package, Inputs::Fresh)?;
        if let Ok(speed) = &fresh {
            self.speeds.insert(key, speed.clone());
        }
        Ok(fresh)
    }

    fn run(
        &mut self,
        executable: &Path,
        package: &Crate,
        inputs: Inputs,
    ) -> Result<Result<Speed, String>> {
        let taken = self.processes.run(executable, package, inputs, report)?;
        Ok(taken.and_then(|taken| {
            let pairs = taken.details.pairs;
            taken.speed().ok_or_else(|| too_few(package, pairs))
        }))
    }
}

fn report(facts: Vec<Fact>) -> Option<SpeedReport> {
    facts.into_iter().find_map(|fact| match fact {
        Fact::Speed(taken) => Some(taken),
        _ => None,
    })
}

fn too_few(package: &Crate, pairs: u64) -> String {
    format!(
        "the benchmark of `{}` ran only {pairs} pairs of processes in its time, too few for a result\n\
         help: measure again with `cargo xtask check --remeasure`",
        package.package
    )
}
