//! The files of an exercise, as far as they are its own.
//!
//! Editors put swap files and backups beside a source, and people put links. Neither may cost anybody
//! a grade: foreign files are passed over, a folder is entered once, however many links lead to it, and
//! what is not a regular file (a pipe, a device) is not opened.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// What cargo puts into a folder that it builds in.
const CARGO_TAG: &str = "CACHEDIR.TAG";

/// The regular files below `folder`, in the order of their paths; none where there is no such folder.
#[must_use]
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(folder, &mut HashSet::new(), &mut files);
    files.sort();
    files
}

/// `entered` holds the real paths of the folders so far: links may lead round in a circle.
fn collect(folder: &Path, entered: &mut HashSet<PathBuf>, files: &mut Vec<PathBuf>) {
    if !folder.canonicalize().is_ok_and(|real| entered.insert(real)) {
        return;
    }
    // A folder that cannot be read may be in the middle of a save.
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    // In this order, so that of several links to a folder the same one is followed each time.
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            if !name.starts_with('.') && !path.join(CARGO_TAG).is_file() {
                collect(&path, entered, files);
            }
        } else if path.is_file() && !is_foreign(&name) {
            files.push(path);
        }
    }
}

/// Whether a file with this name is an editor's swap file, backup or draft, or a system's.
#[must_use]
pub fn is_foreign(name: &str) -> bool {
    let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
    is_number
        || name.starts_with(['.', '#'])
        || name.ends_with(['~', '_'])
        || name.ends_with(".tmp")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_files_are_foreign_and_sources_are_not() {
        for name in [".main.rs.swp", ".DS_Store", "#lib.rs#", "lib.rs~", "4913"] {
            assert!(is_foreign(name), "{name}");
        }
        for name in ["main.rs", "step1_answers.rs", "data", "Cargo.toml"] {
            assert!(!is_foreign(name), "{name}");
        }
    }
}
