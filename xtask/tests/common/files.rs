//! Reads and removes the files of a fixture's copy.

use std::collections::BTreeMap;
use std::path::Path;

/// All files below `folder`, by their paths relative to `root`, with `/` between the parts.
pub(super) fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let short = path.strip_prefix(root).expect("it was found there");
            let name = short.to_string_lossy().replace('\\', "/");
            let text = std::fs::read(&path).expect("the file can be read");
            files.insert(name, text);
        }
    }
}

/// Removes a file or a folder, if it exists.
pub(super) fn remove(path: &Path) {
    let removed = if path.is_dir() {
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
