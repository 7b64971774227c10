//! Files of a copy, of a fixture or of the repository.

use super::{Checkout, repository};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// What a folder of the repository may hold besides its files.
const NOT_FILES: [&str; 4] = [".git", ".arena", "target", "book/output"];

impl Checkout {
    /// All its files, with `/` between the parts of a path, but not the saved state.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.root, &self.root, &mut files);
        files.retain(|name, _| !name.starts_with(".arena/"));
        files
    }
}

/// The files of the repository: those that git would add, or, in a copy without git, those that are
/// there.
pub(super) fn of_repository() -> BTreeMap<String, Vec<u8>> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others"])
        .arg("--exclude-standard")
        .current_dir(repository())
        .output();
    let mut files = BTreeMap::new();
    if let Some(output) = listed.ok().filter(|output| output.status.success()) {
        let text = String::from_utf8(output.stdout).expect("file names are UTF-8");
        for name in text.split('\0').filter(|name| !name.is_empty()) {
            // A file that is deleted may still be known to git.
            if let Ok(bytes) = std::fs::read(repository().join(name)) {
                files.insert(name.to_owned(), bytes);
            }
        }
    }
    if files.is_empty() {
        collect_but(&NOT_FILES, repository(), repository(), &mut files);
    }
    files
}

/// All files below `folder`, by their paths relative to `root`, with `/` between the parts.
pub(super) fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    collect_but(&[], root, folder, files);
}

/// The same, without what is called so.
fn collect_but(
    left_out: &[&str],
    root: &Path,
    folder: &Path,
    files: &mut BTreeMap<String, Vec<u8>>,
) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.expect("the folder can be read").path();
        let short = path.strip_prefix(root).expect("it was found there");
        let name = short.to_string_lossy().replace('\\', "/");
        if left_out.contains(&&*name) {
            continue;
        }
        if path.is_dir() {
            collect_but(left_out, root, &path, files);
        } else {
            let text = std::fs::read(&path).expect("the file can be read");
            files.insert(name, text);
        }
    }
}

/// Removes links, pipes and devices that a test left behind: no copy has any, and nobody could read a pipe.
pub(super) fn remove_odd_files(folder: &Path) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => remove_odd_files(&entry.path()),
            Ok(kind) if kind.is_file() => {}
            _ => remove(&entry.path()),
        }
    }
}

/// Removes a file or a folder, if it exists.
pub(super) fn remove(path: &Path) {
    let removed = if path.is_dir() && !path.is_symlink() {
        std::fs::remove_dir_all(path)
    } else {
        std::fs::remove_file(path)
    };
    if let Err(error) = removed {
        assert!(!path.exists(), "{}: {error}", path.display());
    }
}

/// Removes a file of a copy, and the folders that are then empty.
pub(super) fn remove_below(root: &Path, name: &str) {
    let path = root.join(name);
    remove(&path);
    let mut folders = path.ancestors().skip(1);
    while let Some(folder) = folders.next().filter(|&folder| folder != root) {
        if std::fs::remove_dir(folder).is_err() {
            // It is not empty.
            return;
        }
    }
}
