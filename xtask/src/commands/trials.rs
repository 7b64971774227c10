//! Crates that are tried with the graded tests of an exercise in the learner's place: variants of a
//! solution, and what others have handed in.
//!
//! Each has the exercise's manifest and tests, and sources of its own; all are in one workspace below the
//! target folder. Files that have not changed are not written again, so that cargo builds only what changed.

use anyhow::{Context, Result};
use grader::cargo::target_folder;
use grader::grade::{Evidence, grade};
use grader::pipeline::Attempt;
use grader::results::Grade;
use grader::workspace::{self, make_paths_absolute, with_slashes, write_changed as write};
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
            workspace: None,
        });
    }
    remove_others(&root.join("crates"), &wanted)?;
    let members = crates
        .iter()
        .map(|package| format!("crates/{}", package.package));
    workspace::write(workbook, &root, members.collect())?;
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
}
