//! `bench --format json`: times, heap use, speedups and history.

use super::document::{WORKBOOK, document};
use crate::report::bench::{BenchReport, Version, versions};
use anyhow::Result;
use grader::history::Line;
use grader::host::Host;
use grader::protocol::Speed;
use serde::Serialize;

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
    /// `bad`, `yours`, `reference`, in this order; empty if nothing was measured.
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

/// The whole document.
pub(super) fn render(report: &BenchReport<'_>) -> Result<String> {
    let exercises = report.exercises.iter().map(|benched| WireBenched {
        id: benched.id,
        workload: benched.workload,
        versions: versions(benched).into_iter().map(wire).collect(),
        message: benched.speeds.as_ref().err().map(String::as_str),
        history: &benched.history,
    });
    document(&WireBench {
        version: 1,
        workbook: WORKBOOK,
        host: Host::this(),
        allocator: report.allocator,
        exercises: exercises.collect(),
    })
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
