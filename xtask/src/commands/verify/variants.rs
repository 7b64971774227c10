//! Variants: other ways to solve an exercise, kept beside its solution.
//!
//! `solutions/NN_slug/variants/honest/*.rs` are complete `src/lib.rs` files that must pass every
//! graded test; those in `variants/tricks/` do without the idea, and must fail in the steps that
//! they name in a line `//! Fails in: step2_budget, step4_nothing_left` (`build`: they must not
//! compile).
//!
//! To try them, each becomes a crate, all in one workspace of their own below the target folder.
//! Files that have not changed are not written again, so that cargo builds only what changed.

use anyhow::{Context, Result, bail};
use grader::atomic_write;
use grader::cargo::target_folder;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use toml::{Table, Value};
use workbook::{Crate, Exercise, Problem, Workbook, read_text};

const MARK: &str = "//! Fails in: ";
/// What a trick names if it must not compile.
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
    /// The exercise whose tests it must pass, or fail.
    pub exercise: &'a Exercise,
    /// Its file.
    pub file: PathBuf,
    /// What is expected of it.
    pub kind: Kind,
}

/// The variants of an exercise: honest ones, then tricks, each sorted by name.
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
    let root = target_folder(workbook).join("variants");
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
            bad: variant.exercise.bad(),
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

/// Writes a crate for the variant. As with a solution, the exercise's own tests import it under the
/// exercise's name; a package name of its own lets tests that call the compiler find its library.
fn write_crate(
    workbook: &Workbook,
    variant: &Variant<'_>,
    name: &str,
    folder: &Path,
) -> Result<()> {
    let exercise = variant.exercise;
    let shipped = manifest(workbook, &exercise.folder)?;
    let manifest = crate_manifest(shipped, &exercise.folder, name)?;
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
