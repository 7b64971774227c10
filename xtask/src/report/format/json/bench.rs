//! `bench --format json`: times, heap use, speedups and history.
//!
//! | member | meaning |
//! |---|---|
//! | `versions` | `bad`, `tuned` where the exercise has it, `yours`, `reference`, in this order; empty if nothing was measured |
//! | `ns`, `faults` | of a call: the median of the processes, and page faults; `null` where `scaling` has the times, `faults` also where the system does not tell |
//! | `heap_calls`, `bytes`, `peak` | in the graded test that reports them; `null` if none did |
//! | `speed` | Bad's time over this version's, with a 99 % interval; `null` for `bad`, and where there is no speedup |
//! | `reason` | what the gain or the loss rests on; missing where that cannot be told |
//! | `scaling` | of exercises whose benchmark shows how times scale with threads, an object for each number of `threads`, with `bad`, `yours` and `reference`; `null` for all others |
//! | `low_ns`, `ns`, `high_ns` | in `scaling`: a call by wall time in the fastest process, the median one and the slowest |
//! | `waits` | in `scaling`: how often a thread waited in a call; `null` where the system does not tell |
//! | `message` | why nothing was measured |
//! | `history` | earlier speedups on this machine, oldest first; `beside`, where it is there: what the other versions came to then |

use super::document::{WORKBOOK, document};
use crate::report::bench::{BenchReport, Scaled, Version, scaled, versions};
use anyhow::Result;
use grader::bench::{Benched, Figures};
use grader::history::Line;
use grader::host::Host;
use grader::protocol::{ScalingTimes, Speed};
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
    versions: Vec<WireVersion>,
    scaling: Option<Vec<WireScaling>>,
    message: Option<&'a str>,
    history: &'a [Line],
}

#[derive(Serialize)]
struct WireVersion {
    name: &'static str,
    ns: Option<f64>,
    faults: Option<f64>,
    heap_calls: Option<u64>,
    bytes: Option<u64>,
    peak: Option<u64>,
    speed: Option<Speed>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Serialize)]
struct WireScaling {
    threads: u64,
    bad: ScalingTimes,
    yours: ScalingTimes,
    reference: ScalingTimes,
}

/// The whole document.
pub(super) fn render(report: &BenchReport<'_>) -> Result<String> {
    let exercises = report.exercises.iter().map(exercise);
    document(&WireBench {
        version: 3,
        workbook: WORKBOOK,
        host: Host::this(),
        allocator: report.allocator,
        exercises: exercises.collect(),
    })
}

fn exercise<'a>(benched: &'a Benched<'a>) -> WireBenched<'a> {
    let (versions, scaling) = match &benched.figures {
        Ok(Figures::Scaling(scaling)) => {
            let scaled = scaled(benched, scaling);
            (
                scaled.iter().map(counted).collect(),
                Some(by_threads(&scaled)),
            )
        }
        Ok(Figures::Speed(_)) | Err(_) => (versions(benched).into_iter().map(wire).collect(), None),
    };
    WireBenched {
        id: benched.id,
        workload: benched.workload,
        versions,
        scaling,
        message: benched.figures.as_ref().err().map(String::as_str),
        history: &benched.history,
    }
}

fn by_threads([bad, yours, reference]: &[Scaled; 3]) -> Vec<WireScaling> {
    let both = yours.times.iter().zip(&reference.times);
    let all = bad.times.iter().zip(both);
    let points = all.map(
        |(&(threads, bad), (&(_, yours), &(_, reference)))| WireScaling {
            threads,
            bad,
            yours,
            reference,
        },
    );
    points.collect()
}

/// A version of which there is no one time.
fn counted(version: &Scaled) -> WireVersion {
    let heap = |at: usize| version.heap.map(|heap| heap[at]);
    WireVersion {
        name: version.name,
        ns: None,
        faults: None,
        heap_calls: heap(0),
        bytes: heap(1),
        peak: heap(2),
        speed: None,
        reason: None,
    }
}

fn wire(version: Version) -> WireVersion {
    let heap = |at: usize| version.heap.map(|heap| heap[at]);
    WireVersion {
        name: version.name,
        ns: Some(version.ns),
        faults: version.faults,
        heap_calls: heap(0),
        bytes: heap(1),
        peak: heap(2),
        reason: version.speed.as_ref().and_then(rests_on),
        speed: version.speed,
    }
}
