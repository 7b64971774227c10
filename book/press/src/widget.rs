//! What the widgets of a chapter share: mistakes with their line, and texts that become Markdown.

use crate::Problem;
use crate::fences::fences;
use serde::de::DeserializeOwned;
use toml::Spanned;
use xxhash_rust::xxh3::xxh3_64;

/// A mistake in a chapter, or in one of its blocks.
pub struct Mistake {
    /// Counted from 0, from the start of the text that was read.
    pub line: usize,
    /// What is wrong. The caller knows the file, and adds the place.
    pub problem: Problem,
}

/// A mistake in `value`, a part of `source`.
pub(crate) fn mistake<T>(
    source: &str,
    value: &Spanned<T>,
    what: impl Into<String>,
    help: impl Into<String>,
) -> Mistake {
    Mistake {
        line: line_of(source, value.span().start),
        problem: Problem::general(what, help),
    }
}

/// The line, counted from 0, that byte `at` of `source` is in.
pub(crate) fn line_of(source: &str, at: usize) -> usize {
    source[..at].matches('\n').count()
}

/// Parses the TOML of a block. `kind` names it in the message.
pub(crate) fn parse<T: DeserializeOwned>(
    source: &str,
    kind: &str,
    help: &str,
) -> Result<T, Mistake> {
    toml::from_str(source).map_err(|error| Mistake {
        line: error.span().map_or(0, |span| line_of(source, span.start)),
        problem: Problem::general(
            format!("this {kind} cannot be read: {}", error.message()),
            help,
        ),
    })
}

/// Fails if a text is blank.
pub(crate) fn require_text(
    source: &str,
    text: &Spanned<String>,
    help: &str,
) -> Result<(), Mistake> {
    if text.as_ref().trim().is_empty() {
        return Err(mistake(source, text, "this text is empty", help));
    }
    Ok(())
}

/// Fails if a text contains a block of Rust: no test would compile it.
pub(crate) fn reject_rust(source: &str, text: &Spanned<String>) -> Result<(), Mistake> {
    if has_rust(text.as_ref()) {
        let help = "show the code in a listing before this block, or as inline `code`";
        let what = "no test compiles this Rust code";
        return Err(mistake(source, text, what, help));
    }
    Ok(())
}

/// Whether some Markdown contains a block of Rust.
pub(crate) fn has_rust(text: &str) -> bool {
    let mut kinds = fences(text).into_iter();
    kinds.any(|fence| matches!(fence.kind(), "rust" | "rs"))
}

/// The text of a widget as Markdown. Its braces cannot start one of mdBook's directives.
pub(crate) fn markdown(text: &str) -> String {
    text.trim().replace("{{", "&#123;&#123;")
}

/// The key that the reader's answers are stored under. It depends on the text, so that an answer never appears beside
/// another question.
pub(crate) fn storage_key(text: &str) -> String {
    format!("{:016x}", xxh3_64(text.as_bytes()))
}
