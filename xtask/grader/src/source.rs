//! Sources that cannot be compiled, whatever they say: missing, no file, no text.

use crate::diagnostic::{Diagnostic, Level};
use crate::results::Build;
use std::path::Path;
use workbook::{Exercise, Workbook};

/// More than any source has, in bytes: a longer one is for the compiler to refuse.
const MAX_SOURCE: u64 = 16 << 20;

/// The error of a source that is a folder, a pipe or a device: a compiler might wait for it for ever.
pub(crate) fn not_a_file(
    workbook: &Workbook,
    exercise: &Exercise,
    source: &Path,
) -> Option<Diagnostic> {
    let data = source.metadata().ok()?;
    if data.is_file() {
        return None;
    }
    let (what, _) = unusable(source)?;
    Some(error(workbook, exercise, source, what))
}

/// A build that failed because there is no source to compile says so, and how to get one: the
/// compiler only says that it cannot read it, or misses what should be in it.
pub(crate) fn explained(workbook: &Workbook, exercise: &Exercise, build: Build) -> Build {
    let Build::Failed { mut errors } = build else {
        return build;
    };
    let source = exercise.source();
    if let Some((what, is_read)) = unusable(&source) {
        if !is_read {
            errors.clear();
        }
        errors.insert(0, error(workbook, exercise, &source, what));
    }
    Build::Failed { errors }
}

fn error(workbook: &Workbook, exercise: &Exercise, source: &Path, what: &str) -> Diagnostic {
    let message = format!("{} {what}", workbook.show(source));
    let rendered = format!(
        "error: {message}\n  = help: restore the starter with `cargo xtask reset {}` (what is there \
         now is kept)\n\n",
        exercise.id
    );
    Diagnostic {
        level: Level::Error,
        code: None,
        message,
        place: None,
        rendered,
    }
}

/// Why a source cannot be compiled, whatever it says, and whether the compiler can read it at all.
fn unusable(source: &Path) -> Option<(&'static str, bool)> {
    let Ok(data) = std::fs::metadata(source) else {
        return Some(("is missing", false));
    };
    if data.is_dir() {
        return Some(("is a folder", false));
    }
    if !data.is_file() {
        return Some(("is not a regular file", false));
    }
    let bytes = workbook::read_bounded(source, MAX_SOURCE).ok()?;
    let is_utf16 = [b"\xff\xfe", b"\xfe\xff"]
        .iter()
        .any(|mark| bytes.starts_with(*mark));
    match std::str::from_utf8(&bytes) {
        Err(_) if is_utf16 => Some((
            "is saved as UTF-16: save it as UTF-8, as Rust's sources are",
            false,
        )),
        Err(_) => Some((
            "is not text in UTF-8: save it as UTF-8, as Rust's sources are",
            false,
        )),
        Ok(text) if text.trim().is_empty() => Some(("is empty", true)),
        Ok(_) => None,
    }
}
