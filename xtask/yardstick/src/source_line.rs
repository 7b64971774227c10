//! The lines of source behind code addresses, and whether the author of the tested code can change
//! them.

use crate::text;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Address → whether it is blamed, once looked up. Code does not move.
static BLAMED: Mutex<Option<HashMap<usize, bool>>> = Mutex::new(None);

/// A line of source.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SourceLine {
    file: PathBuf,
    line: u32,
}

impl SourceLine {
    pub(crate) fn unknown() -> Self {
        Self {
            file: PathBuf::from("(line unknown)"),
            line: 0,
        }
    }

    /// `file:line`, relative to the workspace where the file is in it.
    pub(crate) fn position(&self) -> String {
        if self.line == 0 {
            return self.file.display().to_string();
        }
        let file = text::relative(&self.file);
        format!("{file}:{}", self.line)
    }

    pub(crate) fn text(&self) -> String {
        let text = std::fs::read_to_string(&self.file).unwrap_or_default();
        let line = text.lines().nth((self.line as usize).wrapping_sub(1));
        line.unwrap_or_default().trim().to_owned()
    }
}

/// The line behind an address, if the author can change it. Several inlined calls may share one
/// address; this is the innermost that qualifies.
pub(crate) fn source_line_of(ip: usize) -> Option<SourceLine> {
    let mut found = None;
    backtrace::resolve(std::ptr::without_provenance_mut(ip), |symbol| {
        if found.is_none()
            && let (Some(file), Some(line)) = (symbol.filename(), symbol.lineno())
            && is_authored(file)
        {
            found = Some(SourceLine {
                file: file.to_owned(),
                line,
            });
        }
    });
    found
}

/// Whether the author can change the line behind an address. Each address is looked up once.
pub(crate) fn is_blamed(ip: usize) -> bool {
    let known = || BLAMED.lock().unwrap_or_else(PoisonError::into_inner);
    let before = known().as_ref().and_then(|known| known.get(&ip).copied());
    before.unwrap_or_else(|| {
        let blamed = source_line_of(ip).is_some();
        known().get_or_insert_default().insert(ip, blamed);
        blamed
    })
}

/// What `cargo vendor` writes into the folder of each crate.
const VENDORED: &str = ".cargo-checksum.json";

fn is_authored(path: &Path) -> bool {
    let file = path.to_string_lossy().replace('\\', "/");
    let not_authored = [
        "/rustc/",
        "/rust/deps/",
        "/rustlib/src/",
        "/registry/src/",
        "/git/checkouts/",
        "/yardstick/src/",
    ];
    // Parts of the standard library have paths relative to the compiler's own tree.
    let is_elsewhere =
        not_authored.iter().any(|part| file.contains(part)) || file.starts_with("library/");
    let mut folders = path.ancestors().skip(1);
    !is_elsewhere && !folders.any(|folder| folder.join(VENDORED).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_are_not_blamed_wherever_they_are() {
        let authored = |file: &str| is_authored(Path::new(file));
        assert!(authored("/work/exercises/02_parse_tree/src/lib.rs"));
        for file in [
            "/home/me/.cargo/registry/src/index-1/bumpalo-3.20.4/src/lib.rs",
            "/rustc/59807616/library/alloc/src/vec/mod.rs",
            "library/std/src/rt.rs",
        ] {
            assert!(!authored(file), "{file}");
        }
        let name = format!("yardstick-vendored-{}", std::process::id());
        let vendor = std::env::temp_dir().join(name);
        let source = vendor.join("backtrace/src/backtrace/libunwind.rs");
        std::fs::create_dir_all(source.parent().expect("it has a folder")).expect("writable");
        assert!(is_authored(&source));
        std::fs::write(vendor.join("backtrace").join(VENDORED), "{}").expect("writable");
        let is_blamed = is_authored(&source);
        std::fs::remove_dir_all(&vendor).expect("writable");
        assert!(!is_blamed);
    }
}
