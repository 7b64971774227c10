//! Crates that are tried with the graded tests of an exercise in the learner's place: variants of a
//! solution, and what others have handed in.
//!
//! Each has the exercise's manifest and tests, and sources of its own; all are in one workspace below the
//! target folder. Files that have not changed are not written again, so that cargo builds only what changed.

use anyhow::{Context, Result, bail};
use grader::atomic_write;
use grader::cargo::target_folder;
use grader::grade::{Evidence, grade};
use grader::pipeline::Attempt;
use grader::results::Grade;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use toml::{Table, Value};
use workbook::walk::files_below;
use workbook::{Crate, Exercise, Workbook, read_text};

/// One crate to try.
pub struct Trial<'a> {
    /// The exercise whose tests it gets.
    pub exercise: &'a Exercise,
    /// The name of its package, unlike any other's.
    pub package: String,
    /// The files of its `src`, by their paths in it.
    pub sources: Vec<(PathBuf, String)>,
}

/// A workspace that holds the trials as crates, in their order.
pub struct Layout {
    /// A workbook without a catalogue: only its root matters to a build.
    pub workbook: Workbook,
    /// The crates.
    pub crates: Vec<Crate>,
}

/// Lays the trials out below the target folder, in a workspace with this name.
///
/// # Errors
/// When a file cannot be read or written.
pub fn lay_out(workbook: &Workbook, workspace: &str, trials: &[Trial<'_>]) -> Result<Layout> {
    let root = target_folder(workbook).join(workspace);
    let mut crates = Vec::new();
    let mut wanted = BTreeSet::new();
    for trial in trials {
        let folder = root.join("crates").join(&trial.package);
        write_crate(workbook, trial, &folder)?;
        wanted.insert(folder.clone());
        crates.push(Crate {
            package: trial.package.clone(),
            folder,
            bad: trial.exercise.bad(),
        });
    }
    remove_others(&root.join("crates"), &wanted)?;
    let shipped = manifest(workbook, &workbook.root)?;
    let packages = crates.iter().map(|package| &*package.package);
    let manifest = workspace_manifest(shipped, &workbook.root, packages)?;
    write(&root.join("Cargo.toml"), &manifest)?;
    // The versions are the workbook's own. Cargo removes what is not needed here from its lock
    // file, so a copy tells whether the workbook's has changed.
    let versions = read_text(&workbook.root, &workbook.root.join("Cargo.lock"))?;
    let copy = root.join("Cargo.lock.copy");
    if !std::fs::read_to_string(&copy).is_ok_and(|old| old == versions) {
        write(&root.join("Cargo.lock"), &versions)?;
        write(&copy, &versions)?;
    }
    let workbook = Workbook::without_exercises(root);
    Ok(Layout { workbook, crates })
}

/// Writes a crate for the trial. As with a solution, the exercise's own tests import it under the
/// exercise's name; a package name of its own lets tests that call the compiler find its library.
fn write_crate(workbook: &Workbook, trial: &Trial<'_>, folder: &Path) -> Result<()> {
    let (exercise, name) = (trial.exercise, &trial.package);
    let shipped = manifest(workbook, &exercise.folder)?;
    let manifest = crate_manifest(shipped, &exercise.folder, name)?;
    write(&folder.join("Cargo.toml"), &manifest)?;
    let sources = folder.join("src");
    for old in files_below(&sources) {
        let short = old.strip_prefix(&sources).unwrap_or(&old);
        if !trial.sources.iter().any(|(file, _)| file == short) {
            std::fs::remove_file(&old)
                .with_context(|| format!("{} cannot be removed", old.display()))?;
        }
    }
    for (file, text) in &trial.sources {
        write(&sources.join(file), text)?;
    }
    let tests = exercise.folder.join("tests/graded/main.rs");
    let shim = format!(
        "//! The tests that learners meet.\nextern crate {} as {};\n\n#[path = \"{}\"]\nmod graded;\n",
        name.replace('-', "_"),
        exercise.id.replace('-', "_"),
        with_slashes(&tests)
    );
    write(&folder.join("tests/graded.rs"), &shim)
}

/// A path as it can be written in a manifest or in source, on every system.
fn with_slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// The manifest in this folder of the workbook.
fn manifest(workbook: &Workbook, folder: &Path) -> Result<Table> {
    let file = folder.join("Cargo.toml");
    let text = read_text(&workbook.root, &file)?;
    text.parse()
        .with_context(|| format!("{} cannot be read", workbook.show(&file)))
}

/// The exercise's manifest under another name. The paths of its targets stay relative, and so refer
/// to the variant's files; those of its dependencies refer to the same folders as before.
fn crate_manifest(mut manifest: Table, exercise: &Path, name: &str) -> Result<String> {
    manifest["package"]["name"] = name.into();
    make_paths_absolute(&mut manifest, exercise);
    if let Some(Value::Table(targets)) = manifest.get_mut("target") {
        for target in targets
            .iter_mut()
            .filter_map(|(_, target)| target.as_table_mut())
        {
            make_paths_absolute(target, exercise);
        }
    }
    toml::to_string(&manifest).context("a manifest cannot be written as TOML")
}

/// The workbook's own manifest with other members. What tests depend on stays where it is.
fn workspace_manifest<'p>(
    mut manifest: Table,
    root: &Path,
    packages: impl Iterator<Item = &'p str>,
) -> Result<String> {
    let Some(Value::Table(workspace)) = manifest.get_mut("workspace") else {
        bail!("Cargo.toml has no `workspace`\nhelp: restore it with `git checkout Cargo.toml`");
    };
    let members: Vec<Value> = packages
        .map(|name| format!("crates/{name}").into())
        .collect();
    workspace.insert("members".to_owned(), members.into());
    workspace.remove("default-members");
    make_paths_absolute(workspace, root);
    toml::to_string(&manifest).context("a manifest cannot be written as TOML")
}

/// Makes the paths of dependencies absolute; they are relative to `folder`.
fn make_paths_absolute(manifest: &mut Table, folder: &Path) {
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

/// Removes the crates of variants that no longer exist; cargo would build them.
fn remove_others(crates: &Path, wanted: &BTreeSet<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(crates).into_iter().flatten().flatten() {
        if !wanted.contains(&entry.path()) {
            std::fs::remove_dir_all(entry.path())
                .with_context(|| format!("{} cannot be removed", entry.path().display()))?;
        }
    }
    Ok(())
}

/// Writes a file unless it has this text already: cargo looks at the times of files.
fn write(path: &Path, text: &str) -> Result<()> {
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    atomic_write::write(path, text.as_bytes())
        .with_context(|| format!("{} cannot be written", path.display()))
}

/// The grade of an attempt, by its tests only.
pub fn graded<'a>(exercise: &'a Exercise, attempt: &Attempt) -> Grade<'a> {
    grade(Evidence {
        exercise,
        build: &attempt.build,
        run: attempt.run.clone(),
        is_as_shipped: false,
        changed: Vec::new(),
        hints_used: 0,
        last_heap_calls: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CRATE: &str = r#"
        package = { name = "parse-tree", edition.workspace = true }
        lib = { path = "src/lib.rs", test = false }
        bench = [{ name = "speed", path = "benches/speed.rs" }]
        dependencies = { bumpalo.workspace = true, serde = "1" }
        dev-dependencies.bad = { package = "parse-tree-bad", path = "bad" }
        dev-dependencies.elsewhere = { path = "/elsewhere" }
        [target."cfg(unix)".dependencies]
        near = { path = "../near", default-features = false }
    "#;

    fn parsed(text: &str) -> Table {
        text.parse().expect("it is TOML")
    }

    /// The manifest of a variant of the exercise in `/w/exercises/02`.
    fn variant() -> Table {
        let folder = Path::new("/w/exercises/02");
        let text = crate_manifest(parsed(CRATE), folder, "honest").expect("it can be written");
        parsed(&text)
    }

    #[test]
    fn paths_of_dependencies_become_absolute_once() {
        let variant = variant();
        let dependencies = &variant["dev-dependencies"];
        let bad = with_slashes(&Path::new("/w/exercises/02").join("bad"));
        assert_eq!(dependencies["bad"]["path"].as_str(), Some(&*bad));
        assert_eq!(
            dependencies["elsewhere"]["path"].as_str(),
            Some("/elsewhere")
        );
        let near = &variant["target"]["cfg(unix)"]["dependencies"]["near"];
        assert_eq!(near["path"].as_str(), Some("/w/exercises/02/../near"));
        let again =
            crate_manifest(variant.clone(), Path::new("/x"), "honest").expect("it can be written");
        assert_eq!(parsed(&again), variant);
    }

    #[test]
    fn everything_but_the_name_and_paths_stays_the_same() {
        let mut shipped = parsed(CRATE);
        let mut variant = variant();
        assert_eq!(variant["package"]["name"].as_str(), Some("honest"));
        assert_eq!(variant["package"]["edition"], shipped["package"]["edition"]);
        for part in ["lib", "bench", "dependencies"] {
            assert_eq!(variant.remove(part), shipped.remove(part), "{part}");
        }
    }

    #[test]
    fn a_workspace_has_these_members_and_the_same_dependencies() {
        let shipped = parsed(
            r#"
            workspace.members = ["exercises/02"]
            workspace.default-members = ["exercises/02"]
            workspace.dependencies = { near = { path = "x/near" }, far = "1" }
            profile.dev.debug = false
            "#,
        );
        let packages = ["a", "b"].into_iter();
        let text =
            workspace_manifest(shipped, Path::new("/w"), packages).expect("it can be written");
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
