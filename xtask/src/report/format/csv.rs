//! `grade --format csv`: a line for each person and exercise, for a spreadsheet.
//!
//! What others have chosen as a name could be a formula there, so such a cell starts with an apostrophe.

use super::exporter::{Exporter, Report, ReportKind};
use crate::report::submissions::SubmissionsReport;
use anyhow::{Result, bail};
use grader::text::printable_line;
use std::fmt::Write as _;
use tutor::truncate::truncate;

/// How many bytes of a message are kept.
const MAX_BYTES: usize = 300;

pub(super) const EXPORTER: Csv = Csv;

/// The format of this module.
pub(super) struct Csv;

impl Exporter for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "A line for each person and exercise, for a spreadsheet"
    }

    fn kinds(&self) -> &'static [ReportKind] {
        &[ReportKind::Submissions]
    }

    fn export(&self, report: &Report<'_>) -> Result<String> {
        match report {
            Report::Submissions(all) => Ok(render(all)),
            _ => bail!("there is no CSV for this report"),
        }
    }
}

fn render(report: &SubmissionsReport) -> String {
    let mut text =
        "name,exercise,standing,steps passed,steps,failure,other files that differ\n".to_owned();
    for submission in &report.submissions {
        let name = cell(&submission.name);
        let differing = submission.differs.as_ref();
        let differing = differing.map_or(String::new(), |differing| differing.n.to_string());
        let results = match &submission.results {
            Ok(results) => results,
            Err(reason) => {
                let _ = writeln!(text, "{name},,unreadable,,,{},", cell(reason));
                continue;
            }
        };
        for result in results {
            let failure = result
                .failure
                .as_ref()
                .map_or(String::new(), |(what, message)| {
                    cell(&truncate(&format!("{what}: {message}"), MAX_BYTES))
                });
            let _ = writeln!(
                text,
                "{name},{},{},{},{},{failure},{differing}",
                cell(&result.id),
                result.standing.name(),
                result.steps_passed,
                result.steps
            );
        }
    }
    text
}

/// Text as one cell.
fn cell(text: &str) -> String {
    let text = printable_line(text);
    let formula = match text.starts_with(['=', '+', '-', '@']) {
        true => "'",
        false => "",
    };
    match !formula.is_empty() || text.contains([',', '"', ';', '\'']) {
        true => format!("\"{formula}{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_text_whatever_it_holds() {
        assert_eq!(cell("Ada L"), "Ada L");
        assert_eq!(cell("L, Ada"), "\"L, Ada\"");
        assert_eq!(cell("a \"b\""), "\"a \"\"b\"\"\"");
        assert_eq!(cell("=HYPERLINK(1)"), "\"'=HYPERLINK(1)\"");
        assert!(!cell("a\nb").contains('\n'));
    }
}
