//! Variants: other ways to solve an exercise, kept beside its solution.
//!
//! `solutions/NN_slug/variants/honest/*.rs` are whole `src/lib.rs` files that must pass every graded
//! test; those in `variants/tricks/` do without the idea, and must fail in the steps that they name
//! in a line `//! Fails in: step2_budget, step4_nothing_left` (`build`: they must not compile).
//!
//! To try them, each is laid out as a crate, all in one workspace of their own below the target folder. Files that are there already and equal are not written again, so that cargo
//! builds only what changed.

use anyhow::{Context, Result};
use grader::atomic_write;
use grader::cargo::target_folder;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use workbook::{Crate, Exercise, Problem, Workbook, read_text};

const MARK: &str = "//! Fails in: ";
/// What a trick names that the compiler must refuse.
pub const BUILD: &str = "build";

/// What is expected of a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It passes.
    Honest,
    /// It fails in each of these steps, or does not compile.
    Trick(Vec<String>),
}

/// One variant.
pub struct Variant<'a> {
    /// Whose tests it must pass, or fail.
    pub exercise: &'a Exercise,
    /// Its file.
    pub file: PathBuf,
    /// What is expected of it.
    pub kind: Kind,
}

/// The variants of an exercise, in the order of their names.
///
/// # Errors
/// When a file cannot be read, or a trick does not say where it fails.
pub fn of<'a>(workbook: &Workbook, exercise: &'a Exercise) -> Result<Vec<Variant<'a>>> {
    let folder = exercise.solution().folder.join("variants");
    let mut variants = Vec::new();
    for file in rust_files(&folder.join("honest")) {
        variants.push(Variant {
            exercise,
            file,
            kind: Kind::Honest,
        });
    }
    for file in rust_files(&folder.join("tricks")) {
        let steps = named_steps(workbook, exercise, &file)?;
        variants.push(Variant {
            exercise,
            file,
            kind: Kind::Trick(steps),
        });
    }
    Ok(variants)
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
    files.sort();
    files
}

fn named_steps(workbook: &Workbook, exercise: &Exercise, file: &Path) -> Result<Vec<String>> {
    let text = read_text(&workbook.root, file)?;
    let line = text.lines().find_map(|line| line.strip_prefix(MARK));
    let names = line.unwrap_or_default().split(',').map(str::trim);
    let names: Vec<String> = names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    let known = exercise.shipped.steps();
    let problem = |what: String| {
        let help = format!("name some of {} or `{BUILD}`: `{MARK}…`", known.join(", "));
        Problem::new(workbook.show(file), what, help)
    };
    if names.is_empty() {
        return Err(problem("does not say where it fails".to_owned()).into());
    }
    match names
        .iter()
        .find(|name| *name != BUILD && !known.contains(&name.as_str()))
    {
        Some(name) => Err(problem(format!("there is no step `{name}`")).into()),
        None => Ok(names),
    }
}

/// A workspace that holds the variants as crates, in their order.
pub struct Layout {
    /// A workbook without a catalogue: only its root matters to a build.
    pub workbook: Workbook,
    /// The crates.
    pub crates: Vec<Crate>,
}

/// Lays the variants out below the target folder.
///
/// # Errors
/// When a file cannot be read or written.
pub fn lay_out(workbook: &Workbook, variants: &[Variant<'_>]) -> Result<Layout> {
    let root = target_folder(workbook).join("tried");
    let mut crates = Vec::new();
    let mut wanted = BTreeSet::new();
    for variant in variants {
        let name = name(variant);
        let folder = root.join("crates").join(&name);
        write_crate(workbook, variant, &name, &folder)?;
        wanted.insert(folder.clone());
        crates.push(Crate {
            package: name,
            folder,
        });
    }
    forget_others(&root.join("crates"), &wanted)?;
    write(&root.join("Cargo.toml"), &manifest(workbook)?)?;
    // The versions are the workbook's own; cargo takes out of the list what is not needed here.
    let versions = read_text(&workbook.root, &workbook.root.join("Cargo.lock"))?;
    let taken = root.join("Cargo.lock.taken");
    if !std::fs::read_to_string(&taken).is_ok_and(|old| old == versions) {
        write(&root.join("Cargo.lock"), &versions)?;
        write(&taken, &versions)?;
    }
    let workbook = Workbook {
        root,
        exercises: Vec::new(),
    };
    Ok(Layout { workbook, crates })
}

/// `parse-tree-honest-boxed-nodes`.
fn name(variant: &Variant<'_>) -> String {
    let kind = match variant.kind {
        Kind::Honest => "honest",
        Kind::Trick(_) => "trick",
    };
    let stem = variant
        .file
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy();
    format!("{}-{kind}-{}", variant.exercise.id, stem.replace('_', "-"))
}

/// A crate of the variant, as a solution is one: the exercise's own tests know it by another name. A
/// name of its own also lets tests that call the compiler find the right library.
fn write_crate(
    workbook: &Workbook,
    variant: &Variant<'_>,
    name: &str,
    folder: &Path,
) -> Result<()> {
    let exercise = variant.exercise;
    let manifest = read_text(&workbook.root, &exercise.folder.join("Cargo.toml"))?;
    let named = format!("name = \"{}\"", exercise.id);
    let manifest = manifest.replacen(&named, &format!("name = \"{name}\""), 1);
    write(&folder.join("Cargo.toml"), &manifest)?;
    let source = read_text(&workbook.root, &variant.file)?;
    write(&folder.join("src/lib.rs"), &source)?;
    let tests = exercise.folder.join("tests/graded/main.rs");
    let shim = format!(
        "//! The tests that learners meet.\nextern crate {} as {};\n\n#[path = \"{}\"]\nmod graded;\n",
        name.replace('-', "_"),
        exercise.id.replace('-', "_"),
        with_slashes(&tests)
    );
    write(&folder.join("tests/graded.rs"), &shim)
}

/// A path as it may stand in a manifest or in source, on every system.
fn with_slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// The workspace's manifest with other members. The crates that tests use stay where they are.
fn manifest(workbook: &Workbook) -> Result<String> {
    let text = read_text(&workbook.root, &workbook.root.join("Cargo.toml"))?;
    let lines = text.lines().map(|line| {
        if line.starts_with("members = ") {
            return "members = [\"crates/*\"]".to_owned();
        }
        if line.starts_with("default-members = ") {
            return String::new();
        }
        with_whole_path(&workbook.root, line)
    });
    Ok(lines.collect::<Vec<_>>().join("\n") + "\n")
}

/// A dependency's path as seen from anywhere.
fn with_whole_path(root: &Path, line: &str) -> String {
    const BEFORE: &str = "path = \"";
    match line.split_once(BEFORE) {
        Some((start, path)) if !path.starts_with('/') && !path.contains(":/") => {
            format!("{start}{BEFORE}{}/{path}", with_slashes(root))
        }
        _ => line.to_owned(),
    }
}

/// Removes the crates of variants that are no more; cargo would build them.
fn forget_others(crates: &Path, wanted: &BTreeSet<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(crates).into_iter().flatten().flatten() {
        if !wanted.contains(&entry.path()) {
            std::fs::remove_dir_all(entry.path())
                .with_context(|| format!("{} cannot be removed", entry.path().display()))?;
        }
    }
    Ok(())
}

/// Writes what differs, and leaves alone what is equal: cargo looks at the times of files.
fn write(path: &Path, text: &str) -> Result<()> {
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
    fn paths_of_dependencies_become_whole_once() {
        let root = Path::new("/w");
        let whole = with_whole_path(root, r#"a = { path = "x/a", default-features = false }"#);
        assert_eq!(
            whole,
            r#"a = { path = "/w/x/a", default-features = false }"#
        );
        assert_eq!(with_whole_path(root, &whole), whole);
        assert_eq!(with_whole_path(root, "b = \"1\""), "b = \"1\"");
    }
}
