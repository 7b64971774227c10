//! Checks what mdBook's own includes ask for, since mdBook only logs a missing file and shows nothing for a
//! missing anchor.

use crate::{Problem, Workbook, anchors};
use std::path::Path;

/// Checks `{{#include …}}`, `{{#rustdoc_include …}}` and `{{#playground …}}`.
///
/// `argument` is what stands after the name: `path`, `path:anchor` or `path:from:to`, relative to `folder`.
pub fn check(workbook: &Workbook, folder: &Path, argument: &str) -> Result<(), Problem> {
    let target = argument.split_whitespace().next().unwrap_or("");
    let (path, part) = target.split_once(':').unwrap_or((target, ""));
    let text = read(workbook, &folder.join(path))?;
    let is_range = part
        .split(':')
        .all(|bound| bound.parse::<usize>().is_ok() || bound.is_empty());
    if is_range {
        return Ok(());
    }
    let anchor = part.split(':').next().unwrap_or(part);
    anchors::cut(&text, anchor, &workbook.shown(&normal(&folder.join(path)))).map(|_| ())
}

/// The text of a file that a chapter asks for.
pub(crate) fn read(workbook: &Workbook, path: &Path) -> Result<String, Problem> {
    let shown = workbook.shown(&normal(path));
    std::fs::read_to_string(path).map_err(|error| {
        Problem::somewhere(
            format!("cannot read {shown} ({error})"),
            format!("write {shown}, or correct the name in this line"),
        )
    })
}

/// `path` without `.` and `..`; links are not followed.
pub(crate) fn normal(path: &Path) -> std::path::PathBuf {
    use std::path::Component;
    let mut normal = std::path::PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(normal.pop()),
            Component::CurDir => {}
            part => normal.push(part),
        }
    }
    normal
}
