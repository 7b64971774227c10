//! A copy of the workbook, for benchmarks of the runner and for the press's test with a real one.

use std::path::Path;
use std::process::Command;

/// Copies the files that git tracks, as they are now.
pub fn tracked_files(root: &Path, copy: &Path) {
    let output = Command::new("git")
        .arg("ls-files")
        .current_dir(root)
        .output();
    let files = output.expect("git lists the files").stdout;
    for file in String::from_utf8_lossy(&files).lines() {
        // A file may be deleted while git still tracks it.
        if let Ok(bytes) = std::fs::read(root.join(file)) {
            write(&copy.join(file), &bytes);
        }
    }
}

/// Writes a file unless it has this text already: cargo goes by modification times.
pub fn write(path: &Path, bytes: &[u8]) {
    if std::fs::read(path).is_ok_and(|old| old == bytes) {
        return;
    }
    let folder = path.parent().expect("a file has a folder");
    std::fs::create_dir_all(folder).expect("the copy can be made");
    std::fs::write(path, bytes).expect("the copy can be written");
}
