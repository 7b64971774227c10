//! `doctor`: what was found on this machine, for people and as a document.

use super::fit::fill;
use super::json;
use super::table::{Look, paint};
use crate::facts::Speed;
use crate::host::Host;
use anyhow::Result;
use serde::Serialize;
use std::fmt::Write as _;

const VERSION: u32 = 1;
/// Where lines end.
const COLUMNS: usize = 80;

/// Whether something is as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is.
    Good,
    /// Something works less well, or not at all, and the rest does without.
    Note,
    /// Without this, exercises cannot be graded.
    Problem,
}

/// One thing that was looked at.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub name: &'static str,
    /// Whether it is as it should be.
    pub state: State,
    /// What was found.
    pub found: String,
    /// What to do; none where there is nothing to do.
    pub help: Option<String>,
}

impl Finding {
    /// Something that is as it should be.
    pub fn good(name: &'static str, found: impl Into<String>) -> Self {
        Self {
            name,
            state: State::Good,
            found: found.into(),
            help: None,
        }
    }

    /// Something that the rest can do without.
    pub fn note(name: &'static str, found: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            state: State::Note,
            help: Some(help.into()),
            ..Self::good(name, found)
        }
    }

    /// Something that is in the way.
    pub fn problem(name: &'static str, found: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            state: State::Problem,
            ..Self::note(name, found, help)
        }
    }
}

/// `--format json`.
#[derive(Serialize)]
struct WireReport<'a> {
    version: u32,
    workbook: &'static str,
    host: Host,
    /// Whether nothing is in the way.
    ready: bool,
    findings: &'a [Finding],
    /// Equal code against itself; `null` where it was not measured.
    noise: Option<WireNoise>,
}

#[derive(Serialize)]
struct WireNoise {
    ratio: f64,
    low: f64,
    high: f64,
    pairs: u64,
    processes: u64,
}

/// Whether nothing is in the way.
pub fn is_ready(findings: &[Finding]) -> bool {
    let mut findings = findings.iter();
    findings.all(|finding| finding.state != State::Problem)
}

/// The findings as lines, each with what to do below it.
pub fn human(findings: &[Finding]) -> String {
    let width = findings.iter().map(|finding| finding.name.len()).max();
    let width = width.unwrap_or(0);
    let mut text = String::new();
    for finding in findings {
        let (sign, look) = match finding.state {
            State::Good => ("ok  ", Look::Good),
            State::Note => ("note", Look::Plain),
            State::Problem => ("bad ", Look::Bad),
        };
        let indent = width + 9;
        let found = fill(&finding.found, COLUMNS, indent, indent);
        // Writing to a `String` cannot fail, here and below.
        let name = finding.name;
        let _ = writeln!(text, " {}  {name:<width$}  {found}", paint(sign, look));
        if let Some(help) = &finding.help {
            let help = fill(help, COLUMNS, indent + 2, indent + 2);
            let arrow = " ".repeat(indent) + "→ ";
            let _ = writeln!(text, "{arrow}{}", paint(&help, Look::Faint));
        }
    }
    if is_ready(findings) {
        text += "\nThis machine is ready. Begin with `cargo xtask next`.\n";
    }
    text
}

/// The findings as a document.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn render(findings: &[Finding], noise: Option<&Speed>) -> Result<String> {
    json::document(&WireReport {
        version: VERSION,
        workbook: "arena-workbook",
        host: Host::this(),
        ready: is_ready(findings),
        findings,
        noise: noise.map(|speed| WireNoise {
            ratio: speed.ratio,
            low: speed.low,
            high: speed.high,
            pairs: speed.details.pairs,
            processes: speed.details.processes,
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn findings_fit_into_80_columns_and_say_what_to_do() {
        colored::control::set_override(false);
        let findings = [
            Finding::good("disk", "57.6 GB free"),
            Finding::problem(
                "dependencies",
                "cargo cannot do without the network: failed to download `anyhow v1.0.100`",
                "run `cargo fetch --locked` once while there is a network; after that, nothing here needs it",
            ),
        ];
        expect![[r#"
            found:
             ok    disk          57.6 GB free
             bad   dependencies  cargo cannot do without the network: failed to download
                                 `anyhow v1.0.100`
                                 → run `cargo fetch --locked` once while there is a network;
                                   after that, nothing here needs it
        "#]]
        // The first line holds the left edge.
        .assert_eq(&format!("found:\n{}", human(&findings)));
        assert!(!is_ready(&findings) && is_ready(&findings[..1]));
    }
}
