//! What the compiler reports, as values: nobody needs to parse a rendered text.

use serde::Deserialize;

/// How serious a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It fails the build.
    Error,
    /// It does not.
    Warning,
    /// A note or a help on its own.
    Other,
}

/// One of the compiler's diagnostics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How serious it is.
    pub level: Level,
    /// `E0308`, or the name of a lint; `None` where there is neither.
    pub code: Option<String>,
    /// The headline, without level and code.
    pub message: String,
    /// Where it is; `None` where the compiler names no place, as for the linker's errors.
    pub place: Option<Place>,
    /// All of it, as the compiler prints it, in colour where that was asked for.
    pub rendered: String,
}

/// A place in a source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Relative to the workspace, as the compiler writes it.
    pub file: String,
    /// From 1 on.
    pub line: usize,
    /// From 1 on, in characters.
    pub column: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

impl Diagnostic {
    /// Level, code and headline, as the compiler's first line has them: `error[E0308]: mismatched
    /// types`. Diagnostics of one kind have this in common.
    #[must_use]
    pub fn headline(&self) -> String {
        let level = match self.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Other => "note",
        };
        match &self.code {
            Some(code) if self.level == Level::Error => {
                format!("{level}[{code}]: {}", self.message)
            }
            _ => format!("{level}: {}", self.message),
        }
    }

    /// An error that the compiler could not report, with what to do.
    pub(crate) fn without_place(message: &str, help: &str) -> Self {
        Self {
            level: Level::Error,
            code: None,
            message: message.to_owned(),
            place: None,
            rendered: format!("error: {message}\nhelp: {help}\n"),
        }
    }

    /// Whether it only counts the others, as the compiler's last line does.
    pub(crate) fn is_summary(&self) -> bool {
        self.place.is_none()
            && (self.message.starts_with("aborting due to")
                || self.message.ends_with("warning emitted")
                || self.message.ends_with("warnings emitted"))
    }
}

/// Diagnostics one below the other, as the compiler prints them.
#[must_use]
pub fn rendered(diagnostics: &[Diagnostic]) -> String {
    let texts = diagnostics.iter().map(|diagnostic| &*diagnostic.rendered);
    texts.collect()
}

/// A diagnostic as rustc writes it: <https://doc.rust-lang.org/rustc/json.html>.
#[derive(Deserialize)]
pub(crate) struct WireDiagnostic {
    level: String,
    message: String,
    code: Option<WireCode>,
    #[serde(default)]
    spans: Vec<WireSpan>,
    rendered: Option<String>,
}

#[derive(Deserialize)]
struct WireCode {
    code: String,
}

#[derive(Deserialize)]
struct WireSpan {
    file_name: String,
    line_start: usize,
    column_start: usize,
    is_primary: bool,
}

impl From<WireDiagnostic> for Diagnostic {
    fn from(wire: WireDiagnostic) -> Self {
        let primary = wire.spans.into_iter().find(|span| span.is_primary);
        Self {
            // `error: internal compiler error` has a level of its own.
            level: match wire.level.as_str() {
                level if level.starts_with("error") => Level::Error,
                "warning" => Level::Warning,
                _ => Level::Other,
            },
            code: wire.code.map(|code| code.code),
            place: primary.map(|span| Place {
                file: span.file_name,
                line: span.line_start,
                column: span.column_start,
            }),
            rendered: wire.rendered.unwrap_or_else(|| wire.message.clone()),
            message: wire.message,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagnostic_keeps_its_parts() {
        let line = r#"{"level":"error","message":"mismatched types","code":{"code":"E0308"},
            "spans":[{"file_name":"src/other.rs","line_start":1,"column_start":1,"is_primary":false},
                     {"file_name":"src/lib.rs","line_start":12,"column_start":5,"is_primary":true}],
            "rendered":"error[E0308]: mismatched types\n --> src/lib.rs:12:5\n"}"#;
        let wire: WireDiagnostic = serde_json::from_str(line).expect("rustc wrote it");
        let diagnostic = Diagnostic::from(wire);
        assert_eq!(diagnostic.headline(), "error[E0308]: mismatched types");
        let place = diagnostic.place.expect("a span is primary");
        assert_eq!(place.to_string(), "src/lib.rs:12:5");
    }

    #[test]
    fn a_count_of_errors_is_a_summary_and_an_error_without_a_place_is_not() {
        let error = |message: &str| Diagnostic {
            level: Level::Error,
            code: None,
            message: message.to_owned(),
            place: None,
            rendered: String::new(),
        };
        assert!(error("aborting due to 2 previous errors").is_summary());
        assert!(!error("linking with `cc` failed: exit status: 1").is_summary());
    }
}
