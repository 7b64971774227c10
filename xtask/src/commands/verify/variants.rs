//! Variants: other ways to solve an exercise, kept beside its solution.
//!
//! `solutions/NN_slug/variants/honest/*.rs` are complete `src/lib.rs` files that must pass every
//! graded test; those in `variants/tricks/` do without the idea, and must fail in the steps that
//! they name in a line `//! Fails in: step2_budget, step4_nothing_left` (`build`: they must not
//! compile; `optimised`: they fail once built as what is timed).
//!
//! `solutions/NN_slug/tuned/lib.rs` is Bad made faster without an arena: a benchmark shows what is left for the arena
//! to gain. It must give the right answers, so it passes every step that the starter passes, but for those that it names in
//! such a line because they are about the arena.
//!
//! To try them, each becomes a crate of a workspace of their own (see [`trials`]).

use crate::commands::trials::{self, Layout, Trial};
use anyhow::Result;
use std::path::{Path, PathBuf};
use workbook::{Exercise, Problem, Workbook, read_text};

const MARK: &str = "//! Fails in: ";
/// What a trick names if it must not compile.
pub const BUILD: &str = "build";
/// What it names if only the optimised tests, which run before anything is timed, stop it: from the star.
pub const OPTIMISED: &str = "optimised";

/// What is expected of a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VariantKind {
    /// It passes.
    Honest,
    /// It fails in each of these steps, or does not compile.
    Trick(Vec<String>),
    /// It passes the steps that the starter passes, but for these, which are about the arena.
    Tuned(Vec<String>),
}

/// One variant.
pub struct Variant<'a> {
    /// The exercise whose tests it must pass, or fail.
    pub exercise: &'a Exercise,
    /// Its file.
    pub file: PathBuf,
    /// What is expected of it.
    pub kind: VariantKind,
}

/// The variants of an exercise: honest ones, then tricks, each sorted by name, then the tuned one.
fn of<'a>(workbook: &Workbook, exercise: &'a Exercise) -> Result<Vec<Variant<'a>>> {
    let folder = exercise.solution().folder.join("variants");
    let mut variants = Vec::new();
    for file in rust_files(&folder.join("honest")) {
        variants.push(Variant {
            exercise,
            file,
            kind: VariantKind::Honest,
        });
    }
    for file in rust_files(&folder.join("tricks")) {
        let steps = named_steps(workbook, exercise, &file)?;
        variants.push(Variant {
            exercise,
            file,
            kind: VariantKind::Trick(steps),
        });
    }
    let file = exercise.tuned_source();
    if file.is_file() {
        let steps = match read_text(&workbook.root, &file)?.contains(MARK) {
            true => named_steps(workbook, exercise, &file)?,
            false => Vec::new(),
        };
        variants.push(Variant {
            exercise,
            file,
            kind: VariantKind::Tuned(steps),
        });
    }
    Ok(variants)
}

/// The variants of these exercises.
///
/// # Errors
/// When a file cannot be read, or a trick does not say where it fails.
pub fn of_all<'a>(workbook: &Workbook, exercises: &[&'a Exercise]) -> Result<Vec<Variant<'a>>> {
    let mut all = Vec::new();
    for exercise in exercises {
        all.extend(of(workbook, exercise)?);
    }
    Ok(all)
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
        let help = format!(
            "name some of {}, `{BUILD}` or `{OPTIMISED}`: `{MARK}…`",
            known.join(", ")
        );
        Problem::new(workbook.show(file), what, help)
    };
    if names.is_empty() {
        return Err(problem("does not say where it fails".to_owned()).into());
    }
    match names
        .iter()
        .find(|name| *name != BUILD && *name != OPTIMISED && !known.contains(&name.as_str()))
    {
        Some(name) => Err(problem(format!("there is no step `{name}`")).into()),
        None => Ok(names),
    }
}

/// Lays the variants out below the target folder, in a workspace with this name.
///
/// # Errors
/// When a file cannot be read or written.
pub fn lay_out(workbook: &Workbook, workspace: &str, variants: &[Variant<'_>]) -> Result<Layout> {
    let mut all = Vec::new();
    for variant in variants {
        let source = read_text(&workbook.root, &variant.file)?;
        all.push(Trial {
            exercise: variant.exercise,
            package: name(variant),
            sources: vec![(PathBuf::from("lib.rs"), source)],
        });
    }
    trials::lay_out(workbook, workspace, &all)
}

/// `parse-tree-honest-boxed-nodes`.
fn name(variant: &Variant<'_>) -> String {
    let kind = match variant.kind {
        VariantKind::Honest => "honest",
        VariantKind::Trick(_) => "trick",
        VariantKind::Tuned(_) => "tuned",
    };
    let stem = variant
        .file
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy();
    format!("{}-{kind}-{}", variant.exercise.id, stem.replace('_', "-"))
}
