//! The measurements of this machine, as charts.

use super::wire::{Earlier, Measured, Speedups, Version};
use grader::build::Allocator;
use grader::history::{self, Counts, Line};
use grader::host::Host;
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
pub(super) struct Measurements(Vec<Line>);

impl Measurements {
    /// Reads those of a checkout.
    pub(super) fn load(root: &Path) -> Self {
        let mut lines = history::all(root);
        let allocator = Allocator::System.name();
        lines.retain(|line| line.host == *HOST && line.allocator == allocator);
        Self(lines)
    }

    /// The latest speedups of an exercise.
    pub(super) fn speedups(&self, exercise: &Exercise) -> Option<Speedups> {
        let mut lines = self.0.iter().rev();
        lines.find(|line| exercise.has_id(&line.id)).map(speedups)
    }

    /// The latest of an exercise.
    pub(super) fn latest(&self, exercise: &Exercise, entry: &Entry) -> Option<Measured> {
        let lines = self.0.iter().filter(|line| exercise.has_id(&line.id));
        let lines: Vec<&Line> = lines.collect();
        let (latest, earlier) = lines.split_last()?;
        let first = earlier.len().saturating_sub(MAX_EARLIER);
        Some(Measured {
            seconds: latest.seconds,
            machine: machine(latest),
            is_current: is_current(latest, exercise),
            versions: versions(latest),
            earlier: earlier[first..].iter().map(|line| faint(line)).collect(),
            guess: guess(exercise, entry),
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
fn machine(line: &Line) -> String {
    let host = line.host.split_once('/');
    let host = host.map_or(line.host.clone(), |(os, cpu)| format!("{cpu}, {os}"));
    match &*line.rustc {
        "" => host,
        rustc => format!("{host}, rustc {rustc}"),
    }
}

fn is_current(line: &Line, exercise: &Exercise) -> bool {
    let measured = line
        .beside
        .as_ref()
        .and_then(|beside| beside.sources.as_ref());
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
