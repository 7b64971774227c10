//! Finding programs and environment variables.

use std::path::{Path, PathBuf};

/// An environment variable that is not blank.
pub fn variable(name: &str) -> Option<String> {
    let value = std::env::var(name).ok()?;
    (!value.trim().is_empty()).then_some(value)
}

/// The path of a program: as given, or in one of the folders that the system searches.
pub fn program(name: &str) -> Option<PathBuf> {
    let is_path = Path::new(name).components().count() > 1;
    let folders = match is_path {
        true => vec![PathBuf::new()],
        false => std::env::split_paths(&std::env::var_os("PATH")?).collect(),
    };
    // On Windows, a program is called by its name without the extension.
    let endings = match cfg!(windows) {
        true => vec!["", ".exe", ".cmd", ".bat"],
        false => vec![""],
    };
    let places = folders.iter().flat_map(|folder| {
        let endings = endings.iter();
        endings.map(|ending| folder.join(format!("{name}{ending}")))
    });
    let mut files = places.filter(|place| place.is_file());
    files.next()
}
