//! The formats that reports can be written in.
//!
//! A format is a module here with an `EXPORTER`, and a line in the list below; the command line,
//! `--help` and the completions follow from these.

mod exporter;

pub use exporter::{Report, ReportKind};

use anyhow::{Result, bail};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use exporter::Exporter;

/// Declares the formats: a variant, and the module with its `EXPORTER`.
macro_rules! formats {
    ($($variant:ident = $module:ident;)*) => {
        $(mod $module;)*

        /// A format of reports.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Format {
            $($variant,)*
        }

        impl Format {
            const ALL: &[Format] = &[$(Format::$variant,)*];

            fn exporter(self) -> &'static dyn Exporter {
                match self {
                    $(Format::$variant => &$module::EXPORTER,)*
                }
            }
        }
    };
}

formats! {
    Human = human;
    Json = json;
    Junit = junit;
    Markdown = markdown;
    Csv = csv;
    Exercism = exercism;
    GithubClassroom = github_classroom;
}

pub use human::grades as human_grades;
pub use json::error::render as error_document;

impl Format {
    /// Writes a report.
    ///
    /// # Errors
    /// When it cannot be written in this format.
    pub fn export(self, report: &Report<'_>) -> Result<String> {
        let exporter = self.exporter();
        if !exporter.kinds().contains(&report.kind()) {
            bail!("this report cannot be written as `{}`", exporter.name());
        }
        exporter.export(report)
    }

    /// The parser of `--format` for reports of this kind.
    pub fn parser(kind: ReportKind) -> impl TypedValueParser<Value = Format> {
        let formats = Self::ALL.iter().map(|format| format.exporter());
        let fitting = formats.filter(|exporter| exporter.kinds().contains(&kind));
        let values =
            fitting.map(|exporter| PossibleValue::new(exporter.name()).help(exporter.about()));
        PossibleValuesParser::new(values).map(|name| {
            let mut formats = Self::ALL.iter();
            let named = formats.find(|format| format.exporter().name() == name);
            // The parser accepts only names from this list.
            *named.expect("the parser accepts only names of formats")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_a_name_of_its_own_and_a_report_to_write() {
        let exporters = || Format::ALL.iter().map(|format| format.exporter());
        for exporter in exporters() {
            let name = exporter.name();
            let n_with_name = exporters().filter(|other| other.name() == name).count();
            assert_eq!(n_with_name, 1, "{name}");
            assert!(!exporter.kinds().is_empty(), "{name} writes no report");
        }
    }
}
