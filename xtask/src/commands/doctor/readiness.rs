//! What a facilitator is told of a machine: of the findings, only their names, since some hold paths.

use super::compiled;
use super::machine;
use crate::report::doctor::{DoctorReport, FindingState};
use workbook::Workbook;
use workshop::readiness::Readiness;

/// The readiness of this machine, according to what `doctor` found.
pub(super) fn of(workbook: &Workbook, report: &DoctorReport) -> Readiness {
    let state = |name: &str| {
        let mut findings = report.findings.iter();
        let found = findings.find(|finding| finding.name == name);
        found.map(|finding| finding.state)
    };
    let problems = report.findings.iter();
    let problems = problems.filter(|finding| finding.state == FindingState::Problem);
    Readiness {
        name: None,
        system: std::env::consts::OS.to_owned(),
        rustc: machine::rustc("release: ")
            .map_or(String::new(), |release| format!("rustc {release}")),
        links: state(compiled::EXERCISE) == Some(FindingState::Good),
        free_megabytes: machine::free_for_builds(workbook).map(|bytes| bytes / 1_000_000),
        warm: state(compiled::BUILT) == Some(FindingState::Good),
        problems: problems.map(|finding| finding.name.to_owned()).collect(),
        written: 0,
    }
}
