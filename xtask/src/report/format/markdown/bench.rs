//! `bench` for a page: a table for each exercise.

use crate::report::bench::{BenchReport, figures, ratio, versions};
use grader::host::Host;
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
        text += "| | a call | heap calls | bytes | peak | times as fast [99 %] |\n\
                 |---|---:|---:|---:|---:|---|\n";
        for version in versions(benched) {
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
