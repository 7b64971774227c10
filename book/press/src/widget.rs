//! What the widgets of a chapter have in common: where a mistake stands in their source, and how their texts become
//! Markdown.

use crate::Problem;
use crate::fences::fences;
use toml::Spanned;

/// A mistake in a chapter, or in one of its blocks.
pub struct Mistake {
    /// Counted from 0, from the beginning of the text that was read.
    pub line: usize,
    /// What is wrong there; its place is added by whoever knows the file.
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
        problem: Problem::somewhere(what, help),
    }
}

/// The line, from 0, of a place in `source`.
pub(crate) fn line_of(source: &str, at: usize) -> usize {
    source[..at].matches('\n').count()
}

/// Fails when a text is blank.
pub(crate) fn present(source: &str, text: &Spanned<String>, help: &str) -> Result<(), Mistake> {
    if text.as_ref().trim().is_empty() {
        return Err(mistake(source, text, "this text is empty", help));
    }
    Ok(())
}

/// Fails when a text has a block of Rust in it: no test would compile it.
pub(crate) fn no_code(source: &str, text: &Spanned<String>) -> Result<(), Mistake> {
    if has_rust(text.as_ref()) {
        let help = "put the code in a listing before the block, or say it in one line of `code`";
        let what = "this Rust code is tested by nothing";
        return Err(mistake(source, text, what, help));
    }
    Ok(())
}

/// Whether some Markdown has a block of Rust in it.
pub(crate) fn has_rust(text: &str) -> bool {
    let mut kinds = fences(text).into_iter();
    kinds.any(|fence| matches!(fence.kind(), "rust" | "rs"))
}

/// A text of a widget as Markdown: braces cannot begin a directive of mdBook's.
pub(crate) fn paragraphs(text: &str) -> String {
    text.trim().replace("{{", "&#123;&#123;")
}

/// A name for what the reader's answers are kept under. It changes with the text, so that an answer is never shown
/// beside another question. (FNV-1a, 32 bits.)
pub(crate) fn key(text: &str) -> String {
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    format!("{hash:08x}")
}
