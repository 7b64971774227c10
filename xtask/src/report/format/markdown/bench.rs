//! `bench` for a page: a table for each exercise, and one by number of threads where it scales with them.

use crate::report::bench::{
    BenchReport, COUNTED, HOW_TO_READ, figures, heap_figures, ratio, scaled, times_and_waits,
    timing, versions,
};
use grader::bench::{Benched, Figures};
use grader::host::Host;
use grader::reason::rests_on;
use grader::results::Scaling;
use std::fmt::Write as _;

/// The whole report.
pub(super) fn render(report: &BenchReport<'_>) -> String {
    let allocator = report.allocator;
    let host = Host::this();
    let mut text = format!(
        "Measured on {} ({}, {} cores), rustc {}, allocator {allocator}.\n",
        host.cpu, host.os, host.cores, host.rustc
    );
    for benched in report.exercises {
        let _ = writeln!(text, "\n**{}**: {}\n", benched.id, benched.workload);
        match &benched.figures {
            Err(reason) => {
                let _ = writeln!(text, "{reason}");
                continue;
            }
            Ok(Figures::Scaling(figures)) => {
                text += &scaling(benched, figures);
                continue;
            }
            Ok(Figures::Speed(_)) => {}
        }
        text += "| | a call | page faults | heap calls | bytes | peak | times as fast [99 %] |\n\
                 |---|---:|---:|---:|---:|---:|---|\n";
        for version in versions(benched) {
            let [time, faults, calls, bytes, peak] = figures(&version);
            let speed = version.speed.as_ref().map(ratio).unwrap_or_default();
            let _ = writeln!(
                text,
                "| {} | {time} | {faults} | {calls} | {bytes} | {peak} | {speed} |",
                version.title
            );
        }
        let _ = writeln!(text, "\n{COUNTED}");
        if let Some(reason) = timing(benched).and_then(|timing| rests_on(&timing.yours)) {
            let _ = writeln!(text, "\nyours: {reason}");
        }
    }
    text
}

/// Heap use, and times by number of threads.
fn scaling(benched: &Benched<'_>, scaling: &Scaling) -> String {
    let versions = scaled(benched, scaling);
    let mut text = "| | heap calls | bytes | peak |\n|---|---:|---:|---:|\n".to_owned();
    for version in &versions {
        let figures = heap_figures(version.heap).join(" | ");
        // Writing to a `String` cannot fail, here and below.
        let _ = writeln!(text, "| {} | {figures} |", version.title);
    }
    text += "\n| threads | Bad | waits | yours | waits | reference | waits |\n\
             |---:|---|---:|---|---:|---|---:|\n";
    for (at, (threads, _)) in versions[0].times.iter().enumerate() {
        let times = versions.iter().filter_map(|version| version.times.get(at));
        let cells = times.flat_map(|(_, times)| times_and_waits(times));
        let cells: Vec<String> = cells.collect();
        let _ = writeln!(text, "| {threads} | {} |", cells.join(" | "));
    }
    let _ = writeln!(text, "\n{HOW_TO_READ}");
    text
}
