//! The files that belong to an exercise.
//!
//! Editors put swap files and backups beside a source, and people put links. Neither may change a
//! grade: foreign files are skipped, folders are not entered through a link (which may lead back to
//! where it is), and what is not a regular file (a pipe, a device) is not opened.

use std::path::{Path, PathBuf};

/// The regular files below `folder`, sorted by path; none if there is no such folder.
#[must_use]
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(folder, &mut files);
    files.sort();
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    // A folder that cannot be read may be in the middle of a save.
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if is_foreign(&entry.file_name().to_string_lossy()) {
            continue;
        }
        let path = entry.path();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder {
            collect(&path, files);
        } else if path.is_file() {
            files.push(path);
        }
    }
}

/// Whether a file or folder with this name is an editor's swap file, backup or draft, belongs to
/// the system, or was built by cargo.
#[must_use]
pub fn is_foreign(name: &str) -> bool {
    let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
    is_number
        || name.starts_with(['.', '#'])
        || name.ends_with(['~', '_'])
        || name.ends_with(".tmp")
        || name == "target"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_files_are_foreign_and_sources_are_not() {
        for name in [
            ".main.rs.swp",
            ".DS_Store",
            "#lib.rs#",
            "lib.rs~",
            "4913",
            "target",
        ] {
            assert!(is_foreign(name), "{name}");
        }
        for name in ["main.rs", "step1_answers.rs", "data", "Cargo.toml"] {
            assert!(!is_foreign(name), "{name}");
        }
    }
}
