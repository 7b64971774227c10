//! What `doctor` reports, for every format.

use grader::protocol::Speed;
use serde::Serialize;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    /// Everything is fine.
    Good,
    /// Something does not work, or not well, but everything else works without it.
    Note,
    /// Exercises cannot be graded until this is solved.
    Problem,
}

/// One thing that was examined.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// What was examined.
    pub name: &'static str,
    /// How serious it is.
    pub state: FindingState,
    /// What was found.
    pub found: String,
    /// What to do; `None` if there is nothing to do.
    pub help: Option<String>,
}

impl Finding {
    /// Something that is fine.
    pub fn good(name: &'static str, found: impl Into<String>) -> Self {
        Self {
            name,
            state: FindingState::Good,
            found: found.into(),
            help: None,
        }
    }

    /// Something that is missing, but that everything else works without.
    pub fn note(name: &'static str, found: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            state: FindingState::Note,
            help: Some(help.into()),
            ..Self::good(name, found)
        }
    }

    /// Something that stops exercises from being graded.
    pub fn problem(name: &'static str, found: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            state: FindingState::Problem,
            ..Self::note(name, found, help)
        }
    }
}

/// The findings on a machine.
pub struct DoctorReport {
    /// In the order in which they are shown.
    pub findings: Vec<Finding>,
    /// Equal code against itself; `None` if it was not measured.
    pub noise: Option<Speed>,
}

impl DoctorReport {
    /// Whether exercises can be graded.
    pub fn is_ready(&self) -> bool {
        self.n_problems() == 0
    }

    /// How many findings stop exercises from being graded.
    pub fn n_problems(&self) -> usize {
        let findings = self.findings.iter();
        findings
            .filter(|finding| finding.state == FindingState::Problem)
            .count()
    }
}
