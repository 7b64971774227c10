//! Private exercises: a team's own, in a folder beside the workbook or in it, which `workshop.toml` names.
//!
//! ```toml
//! exercises = ["../our-exercises"]
//! ```
//!
//! The folder is laid out as the workbook is: `exercises/51_slug` and, for its authors, `solutions/51_slug`. It may be a
//! repository of its own. Its exercises are in the catalogue like all others, and come last. What is broken in one of them
//! is told, and costs no other exercise anything.

use crate::exercise::Exercise;
use crate::files::plain;
use crate::plan::{self, folders};
use crate::{Problem, Result};
use std::path::{Path, PathBuf};

/// A folder with private exercises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Absolute.
    pub path: PathBuf,
    /// As `workshop.toml` names it.
    pub name: String,
}

/// What was found in the folders.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) folders: Vec<Folder>,
    pub(crate) exercises: Vec<Exercise>,
    /// What is wrong with those that are left out.
    pub(crate) problems: Vec<Problem>,
}

/// The private exercises beside these.
///
/// # Errors
/// When a folder is missing.
pub(crate) fn load(root: &Path, shipped: &[Exercise]) -> Result<Found> {
    let mut found = Found::default();
    for (name, line) in folders(root) {
        let path = plain(&root.join(&name));
        let Ok(entries) = std::fs::read_dir(path.join("exercises")) else {
            return Err(Problem::new(
                format!("{}:{line}", plan::FILE),
                format!("there is no folder `{name}/exercises`"),
                format!(
                    "clone the exercises there, correct the line or remove it; `cargo xtask new exercise ID --in {name}` \
                     starts a new one"
                ),
            ));
        };
        let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        entries.retain(|entry| entry.join("exercise.toml").is_file());
        entries.sort();
        let folder = Folder { path, name };
        for entry in entries {
            let known = shipped.iter().chain(&found.exercises);
            match one(&folder, &entry, known) {
                Ok(exercise) => found.exercises.push(exercise),
                Err(problem) => found.problems.push(problem),
            }
        }
        found.folders.push(folder);
    }
    Ok(found)
}

/// One exercise, if it can be beside those that are known.
fn one<'e>(
    folder: &Folder,
    path: &Path,
    mut known: impl Iterator<Item = &'e Exercise>,
) -> Result<Exercise> {
    let mut exercise = Exercise::load(&folder.path, path).map_err(|problem| {
        let place = format!("{}/{}", folder.name, problem.place);
        problem.at(&place)
    })?;
    let names = || std::iter::once(&exercise.id).chain(&exercise.formerly);
    let is_taken = |other: &&Exercise| {
        other.number == exercise.number || names().any(|name| other.has_id(name))
    };
    match known.find(is_taken) {
        None => {
            exercise.workspace = Some(folder.path.clone());
            Ok(exercise)
        }
        Some(other) => {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            Err(Problem::new(
                format!("{}/exercises/{name}", folder.name),
                format!(
                    "its id or its number is that of exercise {} {}",
                    other.number, other.id
                ),
                "give its folder another number, or its package another name",
            ))
        }
    }
}
