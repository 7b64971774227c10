//! `doctor` for people: a line for each finding, and below it what to do.

use crate::report::doctor::{DoctorReport, FindingState};
use crate::report::table::{Style, paint};
use crate::report::wrap::fill;
use std::fmt::Write as _;

/// The width of the lines.
const COLUMNS: usize = 80;

/// The whole report.
pub(super) fn render(report: &DoctorReport) -> String {
    let findings = &report.findings;
    let width = findings.iter().map(|finding| finding.name.len()).max();
    let width = width.unwrap_or(0);
    let mut text = String::new();
    for finding in findings {
        let (mark, style) = match finding.state {
            FindingState::Good => ("ok  ", Style::Good),
            FindingState::Note => ("note", Style::Plain),
            FindingState::Problem => ("bad ", Style::Bad),
        };
        let indent = width + 9;
        let found = fill(&finding.found, COLUMNS, indent, indent);
        // Writing to a `String` cannot fail, here and below.
        let name = finding.name;
        let _ = writeln!(text, " {}  {name:<width$}  {found}", paint(mark, style));
        if let Some(help) = &finding.help {
            let help = fill(help, COLUMNS, indent + 2, indent + 2);
            let arrow = " ".repeat(indent) + "→ ";
            let _ = writeln!(text, "{arrow}{}", paint(&help, Style::Faint));
        }
    }
    if report.is_ready() {
        text += "\nThis machine is ready. Start with `cargo xtask next`.\n";
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::doctor::Finding;
    use expect_test::expect;

    #[test]
    fn findings_fit_into_80_columns_and_say_what_to_do() {
        colored::control::set_override(false);
        let findings = vec![
            Finding::good("disk", "57.6 GB free"),
            Finding::problem(
                "dependencies",
                "cargo cannot work without a network: failed to download `anyhow v1.0.100`",
                "run `cargo fetch --locked` once while there is a network; after that, nothing \
                 here needs it",
            ),
        ];
        let mut report = DoctorReport {
            findings,
            noise: None,
        };
        expect![[r#"
            found:
             ok    disk          57.6 GB free
             bad   dependencies  cargo cannot work without a network: failed to download
                                 `anyhow v1.0.100`
                                 → run `cargo fetch --locked` once while there is a network;
                                   after that, nothing here needs it
        "#]]
        // `expect!` removes the indentation that all lines share; the first line has none.
        .assert_eq(&format!("found:\n{}", render(&report)));
        assert!(!report.is_ready());
        report.findings.truncate(1);
        assert!(report.is_ready());
    }
}
