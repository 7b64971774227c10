//! Checks the targets of mdBook's own includes: mdBook only logs a missing file, and includes nothing for a missing
//! anchor.

use crate::{Checkout, Problem, anchors};
use std::path::{Component, Path, PathBuf};

/// Checks `{{#include …}}`, `{{#rustdoc_include …}}` and `{{#playground …}}`.
///
/// `argument` is the text after the name: `path`, `path:anchor` or `path:from:to`, relative to `folder`.
pub fn check(checkout: &Checkout, folder: &Path, argument: &str) -> Result<(), Problem> {
    let target = argument.split_whitespace().next().unwrap_or("");
    let (path, part) = target.split_once(':').unwrap_or((target, ""));
    let text = read(checkout, &folder.join(path))?;
    let is_range = part
        .split(':')
        .all(|bound| bound.parse::<usize>().is_ok() || bound.is_empty());
    if is_range {
        return Ok(());
    }
    let anchor = part.split(':').next().unwrap_or(part);
    anchors::extract(
        &text,
        anchor,
        &checkout.show(&clean_path(&folder.join(path))),
    )
    .map(|_| ())
}

/// Reads a file that a chapter refers to.
pub(crate) fn read(checkout: &Checkout, path: &Path) -> Result<String, Problem> {
    let shown = checkout.show(&clean_path(path));
    std::fs::read_to_string(path).map_err(|error| {
        Problem::general(
            format!("cannot read {shown} ({error})"),
            format!("write {shown}, or correct the name in this line"),
        )
    })
}

/// `path` without `.` and `..`; symbolic links are not followed.
pub(crate) fn clean_path(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(clean.pop()),
            Component::CurDir => {}
            part => clean.push(part),
        }
    }
    clean
}
