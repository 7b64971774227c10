//! A checkout for participants without solutions: one commit without a past, where they are not in it either.
//!
//! In the place of the solutions is one file, what they measured where they are (see [`References`]).

use super::repository::{BRANCH, LIMITS, git as git_in};
use crate::git::answer;
use anyhow::{Context, Result};
use grader::cancellation::Cancellation;
use grader::cargo::cargo;
use grader::process::{self, Ended};
use grader::references::References;
use std::fs;
use std::path::Path;
use workbook::{Problem, Workbook};

/// The members of the workspace that are solutions.
const MEMBERS: &str = "\"solutions/";

/// Takes the solutions out of the clone at `root`, and its past with them.
///
/// # Errors
/// When a file cannot be read or written, git or cargo fails, or the run is cancelled.
pub fn take_out_solutions(
    root: &Path,
    references: &References,
    cancellation: &Cancellation,
) -> Result<()> {
    let workbook = Workbook::load(root.to_owned())?;
    let solutions = root.join("solutions");
    fs::remove_dir_all(&solutions).with_context(|| cannot(&solutions, "removed"))?;
    fs::create_dir(&solutions).with_context(|| cannot(&solutions, "made"))?;
    let file = workbook.references();
    let mut text = serde_json::to_string_pretty(references)?;
    text.push('\n');
    fs::write(&file, text).with_context(|| cannot(&file, "written"))?;

    let manifest = root.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).with_context(|| cannot(&manifest, "read"))?;
    fs::write(&manifest, without_members(&text)).with_context(|| cannot(&manifest, "written"))?;
    forget_packages(root, cancellation)?;
    one_commit(root, cancellation)
}

/// The root manifest without the solutions among its members.
fn without_members(manifest: &str) -> String {
    let mut text = String::with_capacity(manifest.len());
    let mut rest = manifest;
    while let Some(start) = rest.find(MEMBERS) {
        let (before, member) = rest.split_at(start);
        text.push_str(before.trim_end_matches(' '));
        let end = member[1..].find('"').map_or(member.len(), |end| end + 2);
        rest = member[end..].trim_start_matches(',');
    }
    text + rest
}

/// Has cargo take the packages that are gone out of Cargo.lock.
fn forget_packages(root: &Path, cancellation: &Cancellation) -> Result<()> {
    let mut resolve = cargo();
    resolve.current_dir(root);
    resolve.args([
        "metadata",
        "--offline",
        "--all-features",
        "--format-version",
        "1",
    ]);
    let outcome = process::run(resolve, LIMITS, cancellation)?;
    match outcome.ended {
        Ended::Exited(status) if status.success() => Ok(()),
        _ => {
            let help = "run `cargo fetch --locked` while there is a network, then try again";
            let what = "cargo cannot resolve the workbook without its solutions";
            let reason = outcome.stderr.text();
            Err(Problem::general(what, help).because(reason.trim()).into())
        }
    }
}

/// Replaces the repository's past by one commit of what is there.
fn one_commit(root: &Path, cancellation: &Cancellation) -> Result<()> {
    let past = root.join(".git");
    fs::remove_dir_all(&past).with_context(|| cannot(&past, "removed"))?;
    let git = |arguments: &[&str]| answer(&git_in(root, cancellation), arguments);
    git(&["init", "--quiet", "--initial-branch", BRANCH])?;
    git(&["add", "--all", "--force"])?;
    git(&[
        "commit",
        "--quiet",
        "--no-verify",
        "-m",
        "The workbook, without its solutions",
    ])?;
    Ok(())
}

fn cannot(path: &Path, be: &str) -> String {
    format!("{}: cannot be {be}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_loses_its_solutions_and_nothing_else() {
        let manifest = "members = [\n    \"xtask\",\n    \"exercises/01_a\", \"solutions/01_a\",\n    \
                        \"exercises/02_b\", \"solutions/02_b\",\n]\n# about solutions/\n";
        let expected = "members = [\n    \"xtask\",\n    \"exercises/01_a\",\n    \"exercises/02_b\",\n]\n# about solutions/\n";
        assert_eq!(without_members(manifest), expected);
        let one_line = "members = [\"solutions/01_a\", \"xtask\", \"solutions/02_b\"]\n";
        assert_eq!(without_members(one_line), "members = [ \"xtask\",]\n");
    }
}
