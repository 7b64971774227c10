//! The measurements of this machine, as charts.

use super::wire::{ByThreads, Earlier, Measured, Scaled, Speedups, Version};
use grader::build::Allocator;
use grader::history::{self, Counts, Line, by_threads};
use grader::host::Host;
use grader::protocol::{ScalingPoint, ScalingTimes};
use grader::state::Entry;
use grader::versions::Sources;
use std::path::Path;
use std::sync::LazyLock;
use workbook::Exercise;
use workbook::guidance::Measured as Figure;

/// How many earlier measurements are drawn.
const MAX_EARLIER: usize = 8;

/// Some systems start a program to name their processor.
static HOST: LazyLock<String> = LazyLock::new(Host::key);

/// All measurements that were made on this machine under its own allocator.
pub(super) struct Measurements {
    speeds: Vec<Line>,
    by_threads: Vec<by_threads::Line>,
}

impl Measurements {
    /// Reads those of a checkout.
    pub(super) fn load(root: &Path) -> Self {
        let allocator = Allocator::System.name();
        let is_ours = |host: &str, under: &str| host == *HOST && under == allocator;
        let mut speeds = history::all(root);
        speeds.retain(|line| is_ours(&line.host, &line.allocator));
        let mut by_threads = by_threads::all(root);
        by_threads.retain(|line| is_ours(&line.host, &line.allocator));
        Self { speeds, by_threads }
    }

    /// The latest speedups of an exercise.
    pub(super) fn speedups(&self, exercise: &Exercise) -> Option<Speedups> {
        let mut lines = self.speeds.iter().rev();
        lines.find(|line| exercise.has_id(&line.id)).map(speedups)
    }

    /// The latest of an exercise.
    pub(super) fn latest(&self, exercise: &Exercise, entry: &Entry) -> Option<Measured> {
        let lines = self.speeds.iter().filter(|line| exercise.has_id(&line.id));
        let lines: Vec<&Line> = lines.collect();
        let (latest, earlier) = lines.split_last()?;
        let first = earlier.len().saturating_sub(MAX_EARLIER);
        Some(Measured {
            seconds: latest.seconds,
            machine: machine(&latest.host, &latest.rustc),
            is_current: {
                let beside = latest.beside.as_ref();
                is_current(beside.and_then(|beside| beside.sources.as_ref()), exercise)
            },
            versions: versions(latest),
            earlier: earlier[first..].iter().map(|line| faint(line)).collect(),
            guess: guess(exercise, entry),
        })
    }

    /// The latest of an exercise by number of threads.
    pub(super) fn by_threads(&self, exercise: &Exercise) -> Option<ByThreads> {
        let mut lines = self.by_threads.iter().rev();
        let line = lines.find(|line| exercise.has_id(&line.id))?;
        let scaled = |name, points: &[ScalingPoint], side: fn(&ScalingPoint) -> ScalingTimes| {
            let times = points.iter().map(|point| {
                let ScalingTimes {
                    low_ns,
                    ns,
                    high_ns,
                    ..
                } = side(point);
                (point.threads, [low_ns, ns, high_ns])
            });
            Scaled {
                name,
                times: times.collect(),
            }
        };
        Some(ByThreads {
            seconds: line.seconds,
            machine: machine(&line.host, &line.rustc),
            is_current: is_current(line.sources.as_ref(), exercise),
            versions: vec![
                scaled("Bad", &line.yours, ScalingPoint::bad),
                scaled("yours", &line.yours, ScalingPoint::yours),
                scaled("the solution", &line.reference, ScalingPoint::yours),
            ],
        })
    }
}

/// Those of a line.
fn speedups(line: &Line) -> Speedups {
    let of = |other: &history::Version| [other.ratio, other.low, other.high];
    let beside = line.beside.as_ref();
    Speedups {
        tuned: beside.and_then(|beside| beside.tuned.as_ref()).map(of),
        reference: beside.map(|beside| of(&beside.reference)),
        yours: [line.ratio, line.low, line.high],
    }
}

/// As `Intel(R) Core(TM) i7, linux, rustc 1.95.0`.
fn machine(host: &str, rustc: &str) -> String {
    let host = match host.split_once('/') {
        Some((os, cpu)) => format!("{cpu}, {os}"),
        None => host.to_owned(),
    };
    match rustc {
        "" => host,
        rustc => format!("{host}, rustc {rustc}"),
    }
}

/// Whether this is the fingerprint of the sources as they are now.
fn is_current(measured: Option<&String>, exercise: &Exercise) -> bool {
    measured.is_none_or(|measured| {
        Sources::of(exercise).is_some_and(|sources| sources.fingerprint() == *measured)
    })
}

fn versions(line: &Line) -> Vec<Version> {
    let version = |name, [ratio, low, high]: [f64; 3], counts: Counts| Version {
        name,
        ratio,
        low,
        high,
        faults: counts.faults,
        heap_calls: counts.heap_calls,
    };
    let other = |name, other: &history::Version| {
        version(name, [other.ratio, other.low, other.high], other.counts)
    };
    let (beside, none) = (line.beside.as_ref(), Counts::default());
    let bad = beside.map_or(none, |beside| beside.bad);
    let yours = beside.map_or(none, |beside| beside.yours);
    let mut all = vec![version("Bad", [1.0; 3], bad)];
    let tuned = beside.and_then(|beside| beside.tuned.as_ref());
    all.extend(tuned.map(|tuned| other("without an arena", tuned)));
    all.push(version("yours", [line.ratio, line.low, line.high], yours));
    all.extend(beside.map(|beside| other("the solution", &beside.reference)));
    all
}

fn faint(line: &Line) -> Earlier {
    Earlier {
        seconds: line.seconds,
        ratio: line.ratio,
        low: line.low,
        high: line.high,
    }
}

fn guess(exercise: &Exercise, entry: &Entry) -> Option<(String, f64)> {
    let prediction = exercise.prediction.as_ref()?;
    if prediction.measured != Some(Figure::Speedup) {
        return None;
    }
    let at = entry.guess?.checked_sub(1)?;
    Some((
        prediction.choices.get(at)?.clone(),
        *prediction.factors.get(at)?,
    ))
}
