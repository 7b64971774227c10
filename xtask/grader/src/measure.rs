//! Measurements: the speed benchmarks, run alone, after everything else has ended.
//!
//! A result is kept by the hash of its executable: what has not changed is not measured again.

use crate::build::{self, Allocator, Build, Goal};
use crate::facts::{self, Fact, FactsFolder, Speed};
use crate::host::Host;
use crate::lock;
use crate::meter::Meter;
use crate::process::{self, Ended, Limits, Outcome};
use crate::run;
use anyhow::{Context, Result};
use catalog::{Crate, Exercise, Workbook};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// A benchmark that takes longer than this has gone wrong: pairs are taken for about a second.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(60),
    output: 16 << 10,
};

/// Measured speeds by machine and executable.
pub type Speeds = BTreeMap<String, Speed>;

/// What came of an exercise's benchmark.
#[derive(Clone, Debug)]
pub enum Measurement {
    /// It was measured, now or before.
    Speed(Box<Timing>),
    /// It could not be: the reason.
    Failed(String),
}

/// A measured speed beside the reference's.
#[derive(Clone, Debug)]
pub struct Timing {
    /// Bad against yours.
    pub yours: Speed,
    /// Bad against the reference solution.
    pub reference: Speed,
    /// Both were measured in an earlier run.
    pub cached: bool,
}

/// What to measure, and how.
pub struct Request<'a> {
    /// The exercises, each with a benchmark.
    pub exercises: &'a [&'a Exercise],
    /// Measure again what is known.
    pub remeasure: bool,
    /// What the benchmarks run under.
    pub allocator: Allocator,
    /// What is known; new results are added.
    pub speeds: &'a mut Speeds,
}

/// Measures each exercise and its reference solution; the results are in the order asked.
///
/// # Errors
/// When cargo or the system fails, or the run is interrupted. What a learner's code does is a
/// [`Measurement::Failed`].
pub fn measure(
    workbook: &Workbook,
    request: Request<'_>,
    meter: &Meter,
) -> Result<Vec<Measurement>> {
    let exercises = request.exercises;
    if exercises.is_empty() {
        return Ok(Vec::new());
    }
    let crates: Vec<Crate> = exercises
        .iter()
        .flat_map(|exercise| [exercise.learner(), exercise.solution()])
        .collect();
    let builds = build::build(workbook, &crates, Goal::Benches(request.allocator), meter)?;
    // Two runs that measure at once would measure each other.
    let _alone = lock::take(&workbook.root, "measure.lock", || {
        meter.say("waiting for another run to finish measuring");
    })?;
    meter.begin("measuring", exercises.len() * 2);
    let mut bench = Bench {
        host: Host::key(),
        folder: FactsFolder::new()?,
        remeasure: request.remeasure,
        speeds: request.speeds,
        started: 0,
    };
    let mut measurements = Vec::new();
    for (exercise, pair) in exercises.iter().zip(builds.chunks(2)) {
        meter.say(&exercise.id);
        let mut sides = Vec::new();
        for (build, one) in pair.iter().zip([exercise.learner(), exercise.solution()]) {
            sides.push(bench.side(build, &one)?);
            meter.step();
        }
        measurements.push(together(sides));
    }
    Ok(measurements)
}

/// Runs the benchmark of each exercise's own crate this many times, and keeps nothing: for an
/// untouched starter, which is Bad against Bad, this shows what noise looks like here.
///
/// # Errors
/// As [`measure`].
pub fn noise(
    workbook: &Workbook,
    exercises: &[&Exercise],
    runs: usize,
    meter: &Meter,
) -> Result<Vec<Vec<Result<Speed, String>>>> {
    let crates: Vec<Crate> = exercises
        .iter()
        .map(|exercise| exercise.learner())
        .collect();
    let builds = build::build(workbook, &crates, Goal::Benches(Allocator::System), meter)?;
    meter.begin("measuring noise", exercises.len() * runs);
    let mut bench = Bench {
        host: Host::key(),
        folder: FactsFolder::new()?,
        remeasure: true,
        speeds: &mut Speeds::new(),
        started: 0,
    };
    let mut all = Vec::new();
    for (build, one) in builds.iter().zip(&crates) {
        meter.say(&one.package);
        let mut speeds = Vec::new();
        for _ in 0..runs {
            speeds.push(bench.side(build, one)?.map(|(speed, _)| speed));
            meter.step();
        }
        all.push(speeds);
    }
    Ok(all)
}

/// One side's speed, and whether it was known; or why there is none.
type Side = Result<(Speed, bool), String>;

fn together(sides: Vec<Side>) -> Measurement {
    let sides: Result<Vec<_>, String> = sides.into_iter().collect();
    match sides.as_deref() {
        Ok([(yours, first), (reference, second)]) => Measurement::Speed(Box::new(Timing {
            yours: yours.clone(),
            reference: reference.clone(),
            cached: *first && *second,
        })),
        Ok(_) => Measurement::Failed("it has no benchmark".to_owned()),
        Err(reason) => Measurement::Failed(reason.clone()),
    }
}

struct Bench<'a> {
    host: String,
    folder: FactsFolder,
    remeasure: bool,
    speeds: &'a mut Speeds,
    started: usize,
}

impl Bench<'_> {
    fn side(&mut self, build: &Build, one: &Crate) -> Result<Side> {
        let executable = match build {
            Build::Ready { executable, .. } => executable,
            Build::Rejected { rendered } => {
                let reason = format!(
                    "the benchmark of `{}` does not compile:\n{rendered}",
                    one.package
                );
                return Ok(Err(reason));
            }
            Build::Gone { .. } => {
                let reason = format!(
                    "the benchmark of `{}` is gone\n\
                     help: bring it back with `git checkout` on its `benches`",
                    one.package
                );
                return Ok(Err(reason));
            }
        };
        let key = self.key(executable)?;
        if let (Some(known), false) = (self.speeds.get(&key), self.remeasure) {
            return Ok(Ok((known.clone(), true)));
        }
        let measured = self.run(executable, one)?;
        if let Ok(speed) = &measured {
            self.speeds.insert(key, speed.clone());
        }
        Ok(measured.map(|speed| (speed, false)))
    }

    fn key(&self, executable: &Path) -> Result<String> {
        let bytes = std::fs::read(executable)
            .with_context(|| format!("{}: cannot be read", executable.display()))?;
        let print = xxhash_rust::xxh3::xxh3_128(&bytes);
        Ok(format!("{}/{print:032x}", self.host))
    }

    fn run(&mut self, executable: &Path, one: &Crate) -> Result<Result<Speed, String>> {
        let facts_file = self.folder.file(self.started);
        self.started += 1;
        let mut command = Command::new(executable);
        command
            .arg("--bench")
            .current_dir(&one.folder)
            .env("RUST_BACKTRACE", "0")
            .env(facts::FILE_VARIABLE, &facts_file);
        let outcome = process::run(command, LIMITS)?;
        let taken = facts::read(&facts_file)
            .into_iter()
            .find_map(|fact| match fact {
                Fact::Speed(taken) => Some(taken),
                _ => None,
            });
        Ok(match taken {
            Some(taken) => {
                let pairs = taken.details.pairs;
                taken.speed().ok_or_else(|| too_few(one, pairs))
            }
            None => Err(no_result(one, &outcome)),
        })
    }
}

fn too_few(one: &Crate, pairs: u64) -> String {
    format!(
        "the benchmark of `{}` took {pairs} pairs of samples in its time, too few to say anything\n\
         help: measure again with `cargo xtask check --remeasure`",
        one.package
    )
}

/// Why a benchmark that ran has nothing to show.
fn no_result(one: &Crate, outcome: &Outcome) -> String {
    let reason = match outcome.ended {
        Ended::TimedOut => format!(
            "it had not ended after {} s, and was stopped",
            LIMITS.time.as_secs()
        ),
        Ended::Exited(status) => {
            match run::panic_message(&process::printable(&outcome.stderr.text())).as_str() {
                "" => format!("it ended ({status}) without a word"),
                message => message.to_owned(),
            }
        }
    };
    format!(
        "the benchmark of `{}` gave no result:\n{reason}",
        one.package
    )
}
