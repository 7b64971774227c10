//! `bench`: a speedup in full, for people, for programs and for pages.

use super::plot;
use super::table::{Cell, Look, paint, render_to_fit};
use crate::facts::{Allocations, Speed, Verdict};
use crate::history::Line;
use crate::host::Host;
use anyhow::Result;
use serde::Serialize;
use std::fmt::Write as _;

/// Columns of the plot.
const WIDTH: usize = 60;
/// What a narrow terminal does without: processes, then pairs.
const SPARE: [usize; 2] = [7, 6];
/// Earlier measurements that are shown.
const MAX_HISTORY: usize = 5;

/// Everything known of one exercise's speed.
pub struct Benched<'a> {
    /// The exercise's id.
    pub id: &'a str,
    /// What is timed.
    pub workload: &'a str,
    /// Bad against yours, and Bad against the reference; or why there is nothing.
    pub speeds: Result<(Speed, Speed), String>,
    /// What Bad and yours asked of the heap in the tests.
    pub yours: Option<Allocations>,
    /// What Bad and the reference asked of the heap in the tests.
    pub reference: Option<Allocations>,
    /// Earlier measurements that may be compared, oldest first.
    pub history: Vec<Line>,
    /// Earlier measurements on other machines or under other allocators.
    pub elsewhere: usize,
}

/// One of the three versions.
struct Version {
    name: &'static str,
    ns: f64,
    /// Calls, bytes, peak.
    heap: Option<[u64; 3]>,
    speed: Option<Speed>,
}

impl Benched<'_> {
    fn versions(&self) -> Vec<Version> {
        let Ok((yours, reference)) = &self.speeds else {
            return Vec::new();
        };
        let bad = self
            .yours
            .map(|heap| [heap.bad, heap.bad_bytes, heap.bad_peak]);
        let of_yours = |heap: Allocations| [heap.yours, heap.yours_bytes, heap.yours_peak];
        vec![
            Version {
                name: "bad",
                ns: yours.details.bad_ns,
                heap: bad,
                speed: None,
            },
            Version {
                name: "yours",
                ns: yours.details.yours_ns,
                heap: self.yours.map(of_yours),
                speed: Some(yours.clone()),
            },
            Version {
                name: "reference",
                ns: reference.details.yours_ns,
                heap: self.reference.map(of_yours),
                speed: Some(reference.clone()),
            },
        ]
    }
}

/// For people, at a terminal of so many columns.
pub fn human(all: &[Benched<'_>], allocator: &str, columns: Option<usize>) -> String {
    let mut text = String::new();
    for one in all {
        let title = format!("{}: {}", one.id, one.workload);
        // Writing to a `String` cannot fail, here and below.
        let _ = writeln!(
            text,
            "{} (allocator: {allocator})\n",
            paint(&title, Look::Head)
        );
        match &one.speeds {
            Err(reason) => {
                let _ = writeln!(text, "{reason}\n");
            }
            Ok((yours, reference)) => {
                text += &table(one, columns);
                text += &plots(yours, reference);
                text += &past(one);
                text.push('\n');
            }
        }
    }
    text
}

fn table(one: &Benched<'_>, columns: Option<usize>) -> String {
    let head = |text| Cell::right(text, Look::Head);
    let mut rows = vec![vec![
        Cell::left("", Look::Head),
        head("a call"),
        head("heap calls"),
        head("bytes"),
        head("peak"),
        Cell::left("times as fast [99 %]", Look::Head),
        head("pairs"),
        head("processes"),
    ]];
    for version in one.versions() {
        let mut cells = vec![Cell::left(version.name, Look::Plain)];
        cells.extend(figures(&version).map(|text| Cell::right(text, Look::Plain)));
        if let Some(speed) = &version.speed {
            let look = if speed.verdict == Verdict::Faster {
                Look::Good
            } else {
                Look::Plain
            };
            cells.push(Cell::left(ratio(speed), look));
            cells.push(Cell::right(speed.details.pairs.to_string(), Look::Faint));
            cells.push(Cell::right(
                speed.details.processes.to_string(),
                Look::Faint,
            ));
        }
        rows.push(cells);
    }
    render_to_fit(rows, columns, &SPARE)
}

/// Time and heap use of a version, as text.
fn figures(version: &Version) -> [String; 4] {
    let heap = |at: usize| {
        version
            .heap
            .map_or("-".to_owned(), |heap| heap[at].to_string())
    };
    [duration(version.ns), heap(0), heap(1), heap(2)]
}

fn ratio(speed: &Speed) -> String {
    let Speed {
        ratio, low, high, ..
    } = speed;
    let figures = format!("{ratio:.2}× [{low:.2}, {high:.2}]");
    match speed.verdict {
        Verdict::Faster => figures,
        Verdict::NotFaster => format!("{figures} not faster"),
        Verdict::TooNoisy => format!("{figures} too noisy to say"),
    }
}

/// The ratios of single pairs, yours above the reference's, on one axis.
fn plots(yours: &Speed, reference: &Speed) -> String {
    let spreads = [
        yours.details.spread.as_slice(),
        reference.details.spread.as_slice(),
    ];
    let Some((low, high)) = plot::range(&spreads) else {
        return String::new();
    };
    let mut text = String::from("\n single pairs, Bad's time over the other's:\n");
    for (name, spread) in ["yours", "reference"].iter().zip(spreads) {
        let _ = writeln!(
            text,
            "  {name:>9} │{}│",
            plot::density(spread, low, high, WIDTH)
        );
    }
    let _ = writeln!(
        text,
        "  {:>9}  {:<30}{:>30}",
        "",
        format!("{low:.2}×"),
        format!("{high:.2}×")
    );
    if let Some(reason) = &yours.details.reason {
        let _ = writeln!(text, "  {reason}");
    }
    text
}

fn past(one: &Benched<'_>) -> String {
    let mut text = String::new();
    let first = one.history.len().saturating_sub(MAX_HISTORY);
    if !one.history.is_empty() {
        text += "\n earlier on this machine:\n";
    }
    for line in &one.history[first..] {
        let Line {
            ratio,
            low,
            high,
            rustc,
            ..
        } = line;
        let _ = writeln!(
            text,
            "  {:>11}  {ratio:.2}× [{low:.2}, {high:.2}]  rustc {rustc}",
            line.age()
        );
    }
    if one.elsewhere > 0 {
        let n = one.elsewhere;
        let _ = writeln!(
            text,
            "  ({n} more on other machines or allocators are not compared)"
        );
    }
    text
}

/// A number of nanoseconds, in the unit that reads best.
fn duration(ns: f64) -> String {
    match ns {
        ns if ns < 1e3 => format!("{ns:.1} ns"),
        ns if ns < 1e6 => format!("{:.2} µs", ns / 1e3),
        ns if ns < 1e9 => format!("{:.2} ms", ns / 1e6),
        ns => format!("{:.2} s", ns / 1e9),
    }
}

/// For a page.
pub fn markdown(all: &[Benched<'_>], allocator: &str) -> String {
    let host = Host::this();
    let mut text = format!(
        "Measured on {} ({}, {} cores), rustc {}, allocator {allocator}.\n",
        host.cpu, host.os, host.cores, host.rustc
    );
    for one in all {
        let _ = writeln!(text, "\n**{}**: {}\n", one.id, one.workload);
        if let Err(reason) = &one.speeds {
            let _ = writeln!(text, "{reason}");
            continue;
        }
        text += "| | a call | heap calls | bytes | peak | times as fast [99 %] |\n|---|---:|---:|---:|---:|---|\n";
        for version in one.versions() {
            let [time, calls, bytes, peak] = figures(&version);
            let speed = version.speed.as_ref().map(ratio).unwrap_or_default();
            let _ = writeln!(
                text,
                "| {} | {time} | {calls} | {bytes} | {peak} | {speed} |",
                version.name
            );
        }
    }
    text
}

#[derive(Serialize)]
struct WireBench<'a> {
    version: u32,
    workbook: &'static str,
    host: Host,
    allocator: &'a str,
    exercises: Vec<WireBenched<'a>>,
}

#[derive(Serialize)]
struct WireBenched<'a> {
    id: &'a str,
    workload: &'a str,
    /// `bad`, `yours`, `reference`, in this order; none where it was not measured.
    versions: Vec<WireVersion>,
    message: Option<&'a str>,
    history: &'a [Line],
}

#[derive(Serialize)]
struct WireVersion {
    name: &'static str,
    ns: f64,
    heap_calls: Option<u64>,
    bytes: Option<u64>,
    peak: Option<u64>,
    speed: Option<Speed>,
}

/// For programs.
pub fn json(all: &[Benched<'_>], allocator: &str) -> Result<String> {
    let exercises = all.iter().map(|one| WireBenched {
        id: one.id,
        workload: one.workload,
        versions: one.versions().into_iter().map(wire).collect(),
        message: one.speeds.as_ref().err().map(String::as_str),
        history: &one.history,
    });
    let document = WireBench {
        version: 1,
        workbook: "arena-workbook",
        host: Host::this(),
        allocator,
        exercises: exercises.collect(),
    };
    super::json::document(&document)
}

fn wire(version: Version) -> WireVersion {
    let heap = |at: usize| version.heap.map(|heap| heap[at]);
    WireVersion {
        name: version.name,
        ns: version.ns,
        heap_calls: heap(0),
        bytes: heap(1),
        peak: heap(2),
        speed: version.speed,
    }
}
