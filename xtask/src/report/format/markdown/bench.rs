//! `bench` for a page: a table for each exercise.

use crate::report::bench::{BenchReport, figures, ratio, versions};
use grader::host::Host;
use grader::reason::rests_on;
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
        if let Err(reason) = &benched.speeds {
            let _ = writeln!(text, "{reason}");
            continue;
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
        if let Some(reason) = benched.speeds.as_ref().ok().and_then(|timing| rests_on(&timing.yours)) {
            let _ = writeln!(text, "\nyours: {reason}");
        }
    }
    text
}
