//! The files of the repository.

use crate::common::repository;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Every Rust file of the repository.
pub fn sources() -> impl Iterator<Item = PathBuf> {
    let files = files().into_iter().filter(|file| file.ends_with(".rs"));
    // A file that is deleted, but not yet for git, has no content to look at.
    files
        .map(|file| repository().join(file))
        .filter(|file| file.is_file())
}

/// The repository's files, with `/` between the parts of a path: those that git knows, or, in a copy
/// without git, those that are there.
pub fn files() -> Vec<String> {
    let listed = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(repository())
        .output();
    if let Some(output) = listed.ok().filter(|output| output.status.success()) {
        let text = String::from_utf8(output.stdout).expect("file names are UTF-8");
        let names = text.split('\0').filter(|name| !name.is_empty());
        let present = names.filter(|name| repository().join(name).is_file());
        return present.map(str::to_owned).collect();
    }
    let short = |file: &PathBuf| {
        let short = file.strip_prefix(repository()).expect("it was found there");
        short.to_string_lossy().replace('\\', "/")
    };
    files_below(repository()).iter().map(short).collect()
}

/// The files below a folder, without what was built and what tools keep for themselves.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the repository can be read") {
        let path = entry.expect("the repository can be read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if matches!(&*name, "target" | ".git" | ".arena" | "output") {
            continue;
        }
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The text of a file.
pub fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
