//! Files of the workbook, read so that every system sees the same text.

use crate::{Problem, Result};
use serde::de::DeserializeOwned;
use std::fs::File;
use std::io::{Error, ErrorKind, Read as _};
use std::path::{Component, Path, PathBuf};

/// More than any text of the workbook has, in bytes.
const TEXT: u64 = 16 << 20;

/// A path as it is shown: relative to `root`, with `/` between its parts. Outside of `root`, the whole
/// path, as the system writes it.
#[must_use]
pub fn shown(root: &Path, path: &Path) -> String {
    let short = path.strip_prefix(root).unwrap_or(path);
    if short.is_absolute() {
        return native(short);
    }
    slashed(short)
}

/// A relative path with `/` between its parts, as links and messages have it on every system.
#[must_use]
pub fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// A path without `.` and `..`, as a person would write it; links are not followed.
#[must_use]
pub fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(plain.components().next_back(), Some(Component::Normal(_))) =>
            {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

/// A path as the system writes it: on Windows, no `/` of ours is left beside its `\`.
fn native(path: &Path) -> String {
    path.components().collect::<PathBuf>().display().to_string()
}

/// A file's bytes. What is there may be anybody's: a pipe would be waited for, a device may never end, and a
/// huge file would take all memory, so only a regular file of at most `limit` bytes is read.
///
/// # Errors
/// When it is something else, or cannot be read.
pub fn read_bounded(path: &Path, limit: u64) -> std::io::Result<Vec<u8>> {
    let data = path.metadata()?;
    if !data.is_file() {
        return Err(Error::new(
            ErrorKind::InvalidInput,
            "it is not a regular file",
        ));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > limit {
        true => Err(Error::new(
            ErrorKind::InvalidData,
            format!("it has more than {limit} bytes"),
        )),
        false => Ok(bytes),
    }
}

/// A file's text. Line ends are not part of it: a checkout may have changed them.
///
/// # Errors
/// When the file cannot be read as text.
pub fn read_text(root: &Path, path: &Path) -> Result<String> {
    let text = plain_text(path).map_err(|error| {
        let name = shown(root, path);
        let help = format!("restore it with `git checkout {name}`");
        Problem::new(name, format!("cannot be read: {error}"), help)
    })?;
    Ok(text.replace("\r\n", "\n"))
}

/// A file's text as it is.
///
/// # Errors
/// When the file cannot be read as text.
pub(crate) fn plain_text(path: &Path) -> std::io::Result<String> {
    let bytes = read_bounded(path, TEXT)?;
    String::from_utf8(bytes).map_err(|_| Error::new(ErrorKind::InvalidData, "it is not UTF-8 text"))
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
