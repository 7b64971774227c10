//! Workspaces beside the workbook's: its own manifest, with other members. Private exercises are built in one, and so are
//! variants of solutions.
//!
//! What members inherit, profiles included, is so the same everywhere, and nothing in such a workspace depends on where the
//! workbook is: the manifest is written again when it moves.

use crate::atomic_write;
use crate::cargo::target_folder;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use toml::{Table, Value};
use workbook::{Exercise, Workbook, read_text};
use xxhash_rust::xxh3::xxh3_64;

const OPENING: &str = "# Written by `cargo xtask`: the workbook's own manifest, with the exercises of this folder.\n\n";

/// Writes the manifest and the lock file of a workspace with these members, unless they are there.
///
/// # Errors
/// When the workbook's cannot be read, or these not be written.
pub fn write(workbook: &Workbook, folder: &Path, members: Vec<String>) -> Result<()> {
    let file = workbook.root.join("Cargo.toml");
    let shipped: Table = read_text(&workbook.root, &file)?
        .parse()
        .with_context(|| format!("{} cannot be read", workbook.show(&file)))?;
    let text = manifest(shipped, &workbook.root, members)?;
    write_changed(&folder.join("Cargo.toml"), &format!("{OPENING}{text}"))?;
    // The versions are the workbook's own. Cargo removes what is not needed here from its lock
    // file, so a copy tells whether the workbook's has changed.
    let versions = read_text(&workbook.root, &workbook.root.join("Cargo.lock"))?;
    let id = xxh3_64(folder.to_string_lossy().as_bytes());
    let copy = target_folder(workbook)
        .join("locks")
        .join(format!("{id:016x}"));
    let is_known = std::fs::read_to_string(&copy).is_ok_and(|old| old == versions);
    if !is_known || !folder.join("Cargo.lock").is_file() {
        write_changed(&folder.join("Cargo.lock"), &versions)?;
        write_changed(&copy, &versions)?;
    }
    Ok(())
}

/// Writes the workspace of private exercises: all of the folder, or only these, where one of them may keep cargo from
/// building the others.
///
/// # Errors
/// As [`write`].
pub(crate) fn write_private(workbook: &Workbook, folder: &Path, only: &[&Exercise]) -> Result<()> {
    let all = workbook.exercises.iter();
    let all = all.filter(|exercise| exercise.workspace.as_deref() == Some(folder));
    let all: Vec<&Exercise> = all.collect();
    let chosen = if only.is_empty() { &*all } else { only };
    let folders = chosen
        .iter()
        .flat_map(|exercise| [exercise.folder.clone(), exercise.solution().folder]);
    let folders = folders.filter(|folder| folder.join("Cargo.toml").is_file());
    let member = |path: PathBuf| path.strip_prefix(folder).map(with_slashes).ok();
    write(workbook, folder, folders.filter_map(member).collect())
}

/// The workbook's own manifest with other members. What tests depend on stays where it is.
fn manifest(mut manifest: Table, root: &Path, members: Vec<String>) -> Result<String> {
    let Some(Value::Table(workspace)) = manifest.get_mut("workspace") else {
        bail!("Cargo.toml has no `workspace`\nhelp: restore it with `git checkout Cargo.toml`");
    };
    workspace.insert("members".to_owned(), members.into());
    workspace.remove("default-members");
    make_paths_absolute(workspace, root);
    toml::to_string(&manifest).context("a manifest cannot be written as TOML")
}

/// Makes the paths of dependencies absolute; they are relative to `folder`.
pub fn make_paths_absolute(manifest: &mut Table, folder: &Path) {
    for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
        let Some(Value::Table(dependencies)) = manifest.get_mut(kind) else {
            continue;
        };
        for (_, dependency) in dependencies {
            if let Some(Value::String(path)) = dependency.get_mut("path") {
                *path = with_slashes(&folder.join(&*path));
            }
        }
    }
}

/// A path as it can be written in a manifest or in source, on every system.
#[must_use]
pub fn with_slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Writes a file unless it has this text already: cargo looks at the times of files.
///
/// # Errors
/// When it cannot be written.
pub fn write_changed(path: &Path, text: &str) -> Result<()> {
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    atomic_write::write(path, text.as_bytes())
        .with_context(|| format!("{} cannot be written", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workspace_has_these_members_and_the_same_dependencies() {
        let parsed = |text: &str| text.parse::<Table>().expect("it is TOML");
        let shipped = parsed(
            r#"
            workspace.members = ["exercises/02"]
            workspace.default-members = ["exercises/02"]
            workspace.dependencies = { near = { path = "x/near" }, far = "1" }
            profile.dev.debug = false
            "#,
        );
        let members = ["crates/a", "crates/b"].map(str::to_owned).to_vec();
        let text = manifest(shipped, Path::new("/w"), members).expect("it can be written");
        let expected = parsed(
            r#"
            workspace.members = ["crates/a", "crates/b"]
            workspace.dependencies = { near = { path = "/w/x/near" }, far = "1" }
            profile.dev.debug = false
            "#,
        );
        assert_eq!(parsed(&text), expected);
    }
}
