//! `bench --format json`: times, heap use, speedups and history.

use super::document::{WORKBOOK, document};
use crate::report::bench::{BenchReport, Version, versions};
use anyhow::Result;
use grader::history::Line;
use grader::host::Host;
use grader::protocol::Speed;
use grader::reason::rests_on;
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
    /// `bad`, `tuned` where the exercise has it, `yours`, `reference`, in this order; empty if nothing was measured.
    versions: Vec<WireVersion>,
    message: Option<&'a str>,
    history: &'a [Line],
}

#[derive(Serialize)]
struct WireVersion {
    name: &'static str,
    ns: f64,
    /// Page faults of a call; `null` where the system does not tell.
    faults: Option<f64>,
    heap_calls: Option<u64>,
    bytes: Option<u64>,
    peak: Option<u64>,
    speed: Option<Speed>,
    /// What the gain or the loss rests on, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
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
        version: 2,
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
        faults: version.faults,
        heap_calls: heap(0),
        bytes: heap(1),
        peak: heap(2),
        reason: version.speed.as_ref().and_then(rests_on),
        speed: version.speed,
    }
}
