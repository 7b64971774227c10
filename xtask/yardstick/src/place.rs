//! Lines of source behind addresses, and whether their author can change them.

use crate::text;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Address → whether it would be blamed, where that was asked before. Code does not move.
static KNOWN: Mutex<Option<HashMap<usize, bool>>> = Mutex::new(None);

/// A line of source.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Place {
    file: PathBuf,
    line: u32,
}

impl Place {
    pub(crate) fn unknown() -> Self {
        Self {
            file: PathBuf::from("(line not known)"),
            line: 0,
        }
    }

    /// `file:line`, relative to the workspace where it lies there.
    pub(crate) fn position(&self) -> String {
        if self.line == 0 {
            return self.file.display().to_string();
        }
        let file = text::relative(&self.file);
        format!("{file}:{}", self.line)
    }

    pub(crate) fn source_line(&self) -> String {
        let text = std::fs::read_to_string(&self.file).unwrap_or_default();
        let line = text.lines().nth((self.line as usize).wrapping_sub(1));
        line.unwrap_or_default().trim().to_owned()
    }
}

/// The line behind an address, if its author can change it. Inlined calls lie behind one address:
/// the innermost that qualifies is taken.
pub(crate) fn place_of(ip: usize) -> Option<Place> {
    let mut place = None;
    backtrace::resolve(std::ptr::without_provenance_mut(ip), |symbol| {
        if place.is_none()
            && let (Some(file), Some(line)) = (symbol.filename(), symbol.lineno())
            && is_authored(file)
        {
            place = Some(Place {
                file: file.to_owned(),
                line,
            });
        }
    });
    place
}

/// Whether there is a line behind an address that its author can change. It is looked up once.
pub(crate) fn is_blamed(ip: usize) -> bool {
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let before = known().as_ref().and_then(|known| known.get(&ip).copied());
    before.unwrap_or_else(|| {
        let blamed = place_of(ip).is_some();
        known().get_or_insert_default().insert(ip, blamed);
        blamed
    })
}

fn is_authored(file: &Path) -> bool {
    let file = file.to_string_lossy().replace('\\', "/");
    let foreign = [
        "/rustc/",
        "/rust/deps/",
        "/rustlib/src/",
        "/registry/src/",
        "/git/checkouts/",
        "/yardstick/src/",
    ];
    // Parts of the standard library are named relative to the compiler's own tree.
    !foreign.iter().any(|part| file.contains(part)) && !file.starts_with("library/")
}
