//! Files of the workbook, read so that every system sees the same text.

use crate::{Problem, Result};
use serde::de::DeserializeOwned;
use std::path::Path;

/// A path as it is shown: relative to `root`, with `/` between its parts.
#[must_use]
pub fn shown(root: &Path, path: &Path) -> String {
    let short = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = short.iter().map(|part| part.to_string_lossy()).collect();
    if short.is_absolute() {
        return short.display().to_string();
    }
    parts.join("/")
}

/// A file's text. Line ends are not part of it: a checkout may have changed them.
///
/// # Errors
/// When the file cannot be read as text.
pub fn read_text(root: &Path, path: &Path) -> Result<String> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let name = shown(root, path);
        let help = format!("restore it with `git checkout {name}`");
        Problem::new(name, format!("cannot be read: {error}"), help)
    })?;
    Ok(text.replace("\r\n", "\n"))
}

/// A TOML file's contents. Errors name the line.
pub(crate) fn read_toml<T: DeserializeOwned>(root: &Path, path: &Path) -> Result<T> {
    let text = read_text(root, path)?;
    toml::from_str(&text).map_err(|error| {
        let line = error
            .span()
            .map_or(1, |span| 1 + text[..span.start].matches('\n').count());
        let name = shown(root, path);
        let help = format!("fix it, or restore it with `git checkout {name}`");
        Problem::new(format!("{name}:{line}"), error.message().to_owned(), help)
    })
}
