//! Reads what the book shows of each exercise: its package name, and its `exercise.toml`.
//!
//! The runner checks these files strictly. The book takes the fields that it prints, and leaves the rest alone.

use crate::{Problem, Workbook};
use serde::Deserialize;
use std::path::Path;

/// An exercise as its card shows it.
#[derive(Clone, Debug)]
pub struct Exercise {
    /// The package name, which is how commands call it.
    pub id: String,
    /// The number of its folder.
    pub number: Option<u32>,
    /// The folder, relative to the workbook.
    pub folder: String,
    /// Its name for people.
    pub title: String,
    /// The chapter that teaches it, relative to `book/src`.
    pub chapter: String,
    /// How long it takes a working engineer.
    pub minutes: u32,
    /// From weak to strong. They are Markdown.
    pub hints: Vec<String>,
}

/// All exercises, in the order of their folders.
pub fn read(workbook: &Workbook) -> Result<Vec<Exercise>, Problem> {
    let folder = workbook.exercises();
    let shown = workbook.shown(&folder);
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(|error| unreadable(&shown, &error))? {
        let path = entry.map_err(|error| unreadable(&shown, &error))?.path();
        if path.join("exercise.toml").is_file() {
            folders.push(path);
        }
    }
    folders.sort();
    folders
        .iter()
        .map(|folder| read_one(workbook, folder))
        .collect()
}

#[derive(Deserialize)]
struct WireManifest {
    package: WirePackage,
}

#[derive(Deserialize)]
struct WirePackage {
    name: String,
}

#[derive(Deserialize)]
struct WireExercise {
    title: String,
    chapter: String,
    minutes: u32,
    hints: Vec<String>,
}

fn read_one(workbook: &Workbook, folder: &Path) -> Result<Exercise, Problem> {
    let manifest: WireManifest = read_toml(workbook, &folder.join("Cargo.toml"))?;
    let exercise: WireExercise = read_toml(workbook, &folder.join("exercise.toml"))?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    Ok(Exercise {
        id: manifest.package.name,
        number: name
            .split('_')
            .next()
            .and_then(|digits| digits.parse().ok()),
        folder: workbook.shown(folder),
        title: exercise.title,
        chapter: exercise.chapter,
        minutes: exercise.minutes,
        hints: exercise.hints,
    })
}

fn read_toml<T: for<'de> Deserialize<'de>>(workbook: &Workbook, path: &Path) -> Result<T, Problem> {
    let shown = workbook.shown(path);
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(&shown, &error))?;
    toml::from_str(&text).map_err(|error| {
        let line = error
            .span()
            .map_or(1, |span| 1 + text[..span.start].matches('\n').count());
        Problem::new(
            format!("{shown}:{line}"),
            error.message().to_owned(),
            "mend this file, then run `cargo xtask verify`",
        )
    })
}

fn unreadable(shown: &str, error: &std::io::Error) -> Problem {
    Problem::new(
        shown,
        error.to_string(),
        "check that it exists and may be read",
    )
}
