//! Whether a checkout is as it was shipped, but for what learners edit: held against git, where git is there.
//!
//! An exercise's own `shipped.toml` covers its tests; this covers all else that a grade rests on: the runner,
//! yardstick, manifests, cargo's configuration, and `shipped.toml` itself. It is meant for honest mistakes:
//! whoever wants to deceive can do so on a machine of their own, and a grade that others rely on comes from
//! a checkout of theirs (`cargo xtask grade`).

use crate::cancellation::Cancellation;
use crate::git;
use anyhow::Result;
use workbook::Workbook;
use workbook::walk::is_foreign;

/// What learners edit.
const SOURCES: &str = ":(top,exclude,glob)exercises/*/src/**";
/// Where a file that was added may change a grade.
const GRADED: [&str; 7] = [
    ":(top).cargo",
    ":(top)exercises",
    ":(top)solutions",
    ":(top)xtask",
    ":(top,glob)*.toml",
    ":(top)Cargo.lock",
    ":(top)rust-toolchain",
];

/// The files that were changed, added or removed, relative to the workbook; `None` where git cannot tell: it
/// is not installed, or this is not a clone.
///
/// # Errors
/// When the run is cancelled.
pub fn changes(workbook: &Workbook, cancellation: &Cancellation) -> Result<Option<Vec<String>>> {
    let git = |arguments: &[&str]| git::ask(workbook, arguments, cancellation);
    if !git::is_clone(workbook, cancellation)? {
        return Ok(None);
    }
    let Some(base) = base(&git)? else {
        return Ok(None);
    };
    let diff = [
        "diff",
        "--name-only",
        "-z",
        "--no-renames",
        &base,
        "--",
        ":(top)",
        SOURCES,
    ];
    let Some(mut names) = git(&diff)? else {
        return Ok(None);
    };
    // Not what a personal setting ignores: only what the workbook itself does.
    let mut others = vec!["ls-files", "-z", "--others", "--full-name"];
    others.extend(["--exclude-per-directory=.gitignore", "--"]);
    others.extend(GRADED);
    others.push(SOURCES);
    names += &git(&others)?.unwrap_or_default();
    let names = names.split('\0').filter(|name| !name.is_empty());
    let is_editors = |name: &&str| name.rsplit('/').next().is_some_and(is_foreign);
    let mut names: Vec<String> = names
        .filter(|name| !is_editors(name))
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    Ok(Some(names))
}

/// The commit that was shipped: the last that this branch has in common with what it follows, or with the
/// remote's main branch; without a remote, the last commit.
fn base(git: &impl Fn(&[&str]) -> Result<Option<String>>) -> Result<Option<String>> {
    for other in ["@{upstream}", "origin/HEAD", "origin/main"] {
        if let Some(base) = git(&["merge-base", "HEAD", other])? {
            return Ok(Some(base.trim().to_owned()));
        }
    }
    let head = git(&["rev-parse", "--verify", "--quiet", "HEAD"])?;
    Ok(head.map(|head| head.trim().to_owned()))
}
