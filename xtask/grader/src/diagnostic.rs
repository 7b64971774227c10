//! What the compiler reports, as values: nobody needs to parse a rendered text.

use crate::text::{is_command, printable, printable_line, with_slashes};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::MAIN_SEPARATOR;

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
    /// All of it, as the compiler prints it, in colour where that was asked for; but paths have `/`
    /// between their parts. Its escape codes are the compiler's own: a text that contains others has none
    /// at all.
    pub rendered: String,
}

/// A place in a source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Relative to the workspace, with `/` between its parts.
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

/// A text without the colours that the compiler renders for a terminal.
#[must_use]
pub fn uncoloured(rendered: &str) -> String {
    let mut parts = rendered.split("\x1b[");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !matches!(c, '0'..='9' | ';'));
        text += end.map_or("", |end| {
            part[end..].strip_prefix('m').unwrap_or(&part[end..])
        });
    }
    text
}

/// A diagnostic as rustc writes it: <https://doc.rust-lang.org/rustc/json.html>.
#[derive(Deserialize)]
pub(crate) struct WireDiagnostic {
    level: String,
    message: String,
    code: Option<WireCode>,
    #[serde(default)]
    spans: Vec<WireSpan>,
    #[serde(default)]
    children: Vec<WireDiagnostic>,
    rendered: Option<String>,
}

impl WireDiagnostic {
    /// Whether what it quotes would command a terminal. The compiler escapes source code, but
    /// neither paths, labels, nor what a linker printed.
    fn quotes_commands(&self) -> bool {
        let has_commands = |text: &String| text.contains(is_command);
        has_commands(&self.message)
            || self.spans.iter().any(|span| {
                has_commands(&span.file_name) || span.label.as_ref().is_some_and(has_commands)
            })
            || self.children.iter().any(Self::quotes_commands)
    }
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
    label: Option<String>,
    /// For code that a macro made.
    expansion: Option<Box<WireExpansion>>,
}

#[derive(Deserialize)]
struct WireExpansion {
    span: WireSpan,
    def_site_span: Option<WireSpan>,
}

impl WireDiagnostic {
    /// A text of it, with `/` in the paths that its spans have and its messages quote.
    fn with_slashes(&self, text: &str) -> String {
        let mut files = BTreeSet::new();
        self.collect_files(&mut files);
        let text = text.to_owned();
        let files = files.into_iter();
        files.fold(text, |text, file| text.replace(file, &with_slashes(file)))
    }

    fn collect_files<'a>(&'a self, files: &mut BTreeSet<&'a str>) {
        files.extend(quoted_paths(&self.message));
        for span in &self.spans {
            span.collect_files(files);
        }
        for child in &self.children {
            child.collect_files(files);
        }
    }
}

/// Paths of crates of the workspace that a message quotes, such as those of files that are missing, where
/// `/` does not separate their parts.
fn quoted_paths(message: &str) -> impl Iterator<Item = &str> {
    let quoted = message.split(['`', '"']).skip(1).step_by(2);
    quoted.filter(|text| {
        let first = text.split_once(MAIN_SEPARATOR).map(|(first, _)| first);
        MAIN_SEPARATOR != '/' && matches!(first, Some("exercises" | "solutions"))
    })
}

impl WireSpan {
    /// Adds its file, and those of the macros around it, where `/` does not separate their parts.
    fn collect_files<'a>(&'a self, files: &mut BTreeSet<&'a str>) {
        if MAIN_SEPARATOR != '/' {
            files.insert(&self.file_name);
        }
        if let Some(expansion) = &self.expansion {
            expansion.span.collect_files(files);
            let definition = expansion.def_site_span.iter();
            definition.for_each(|span| span.collect_files(files));
        }
    }
}

impl From<WireDiagnostic> for Diagnostic {
    fn from(wire: WireDiagnostic) -> Self {
        let is_safe = !wire.quotes_commands();
        let message = printable(&wire.with_slashes(&wire.message));
        let rendered = wire.with_slashes(wire.rendered.as_ref().unwrap_or(&wire.message));
        let rendered = match is_safe {
            true => rendered,
            false => printable(&uncoloured(&rendered)),
        };
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
                file: printable_line(&with_slashes(&span.file_name)),
                line: span.line_start,
                column: span.column_start,
            }),
            message,
            rendered,
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
    fn paths_have_slashes_wherever_the_compiler_names_them() {
        let file = |name: &str| std::path::Path::new("src").join(name);
        let span = |name: &str, expansion: serde_json::Value| {
            serde_json::json!({"file_name": file(name), "line_start": 1, "column_start": 2,
                "is_primary": true, "expansion": expansion})
        };
        let definition = span("made.rs", serde_json::Value::Null);
        let expansion = serde_json::json!({"span": definition, "def_site_span": null});
        let child = serde_json::json!({"level": "note", "message": "n", "code": null,
            "spans": [span("child.rs", expansion)], "children": [], "rendered": null});
        let names = ["lib.rs", "child.rs", "made.rs"].map(|name| file(name).display().to_string());
        let wire = serde_json::json!({"level": "error", "message": "m", "code": null,
            "spans": [span("lib.rs", serde_json::Value::Null)], "children": [child],
            "rendered": format!("error: m\n --> {}:1:2\n ::: {} {} \\n", names[0], names[1], names[2])});
        let wire: WireDiagnostic = serde_json::from_value(wire).expect("it is as rustc's");
        let diagnostic = Diagnostic::from(wire);
        assert_eq!(
            diagnostic.place.expect("a span is primary").file,
            "src/lib.rs"
        );
        assert_eq!(
            diagnostic.rendered,
            "error: m\n --> src/lib.rs:1:2\n ::: src/child.rs src/made.rs \\n"
        );
    }

    #[test]
    fn what_a_linker_printed_is_text() {
        let line = "{\"level\":\"error\",\"message\":\"linking failed\",\"code\":null,\
            \"children\":[{\"level\":\"note\",\"message\":\"\\u001b[2J\",\"code\":null}],\
            \"rendered\":\"\\u001b[1merror\\u001b[0m: linking failed\\n  note: \\u001b[2J\\n\"}";
        let wire: WireDiagnostic = serde_json::from_str(line).expect("rustc wrote it");
        let rendered = Diagnostic::from(wire).rendered;
        assert_eq!(rendered, "error: linking failed\n  note: J\n");
    }

    #[test]
    fn colours_are_removed() {
        assert_eq!(
            uncoloured("\x1b[1m\x1b[38;5;9merror\x1b[0m: no m\x1b[K"),
            "error: no mK"
        );
    }

    #[test]
    fn paths_have_slashes_where_the_compiler_only_quotes_them() {
        let file = std::path::Path::new("exercises")
            .join("02_x")
            .join("lib.rs");
        let message = format!("couldn't read `{}`: not `a\\n`", file.display());
        let wire = serde_json::json!({"level": "error", "message": message, "code": null,
            "rendered": format!("error: {message}\n")});
        let wire: WireDiagnostic = serde_json::from_value(wire).expect("it is as rustc's");
        let diagnostic = Diagnostic::from(wire);
        let expected = "couldn't read `exercises/02_x/lib.rs`: not `a\\n`";
        assert_eq!(diagnostic.message, expected);
        assert_eq!(diagnostic.rendered, format!("error: {expected}\n"));
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
