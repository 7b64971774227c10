//! The workbook's repository: what is committed, as a bundle that git clones from without a network.

use crate::git::{answer, in_folder};
use anyhow::{Context, Result};
use grader::cancellation::Cancellation;
use grader::git::Git;
use grader::process::Limits;
use std::path::Path;
use std::time::Duration;
use workbook::Problem;

/// More than git needs here, and more than it prints.
pub(super) const LIMITS: Limits = Limits {
    time: Duration::from_secs(120),
    output: 4 << 20,
};
/// The branch that participants are on.
pub const BRANCH: &str = "main";

/// Git in this folder, with that much time.
pub(super) fn git<'a>(folder: &'a Path, cancellation: &'a Cancellation) -> Git<'a> {
    in_folder(folder, cancellation).within(LIMITS.time)
}

/// A commit of the workbook, and what is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The commit.
    pub commit: String,
    /// Its time, in seconds since 1970.
    pub seconds: u64,
    /// Files that were changed or added since, relative to the workbook.
    pub left_out: Vec<String>,
}

/// What is committed in the checkout at `root`.
///
/// # Errors
/// When git is not installed, when this is no git checkout or has no commit, or when the run is cancelled.
pub fn committed(root: &Path, cancellation: &Cancellation) -> Result<Committed> {
    let git = git(root, cancellation);
    let ask = |arguments: &[&str]| answer(&git, arguments);
    if !git.is_top()? {
        return Err(Problem::new(
            root.display().to_string(),
            "this is not a git checkout, and what is packed is a repository",
            "get the workbook with `git clone`, and pack it there",
        )
        .into());
    }
    let head = ask(&["log", "-1", "--format=%H %ct"]).map_err(|error| {
        let help = "commit the workbook first: `git add -A && git commit`";
        Problem::general("nothing is committed here", help).because(error)
    })?;
    let (commit, seconds) = head.trim().split_once(' ').unwrap_or((head.trim(), "0"));
    let changed = ask(&["status", "--porcelain", "-z", "--no-renames"])?;
    let left_out = changed.split('\0').filter_map(|entry| entry.get(3..));
    Ok(Committed {
        commit: commit.to_owned(),
        seconds: seconds.parse().unwrap_or_default(),
        left_out: left_out.map(str::to_owned).collect(),
    })
}

/// Clones this commit, and nothing that is not committed, from the checkout at `root` into `folder`, on [`BRANCH`].
///
/// # Errors
/// When git fails, or the run is cancelled.
pub fn clone(root: &Path, commit: &str, folder: &Path, cancellation: &Cancellation) -> Result<()> {
    let text = |path: &Path| path.display().to_string();
    let parent = folder.parent().unwrap_or(folder);
    let source = text(root);
    let clone = [
        "clone",
        "--quiet",
        "--no-checkout",
        "--no-tags",
        &*source,
        &*text(folder),
    ];
    answer(&git(parent, cancellation), &clone).context("the repository cannot be cloned")?;
    let inside = |arguments: &[&str]| answer(&git(folder, cancellation), arguments);
    inside(&["checkout", "--quiet", "-B", BRANCH, commit])?;
    // Whoever clones the bundle follows it, and not a folder of the machine where it was made.
    inside(&["remote", "remove", "origin"])?;
    Ok(())
}

/// Writes what the clone in `folder` has on [`BRANCH`] into a bundle.
///
/// # Errors
/// When git fails, or the run is cancelled.
pub fn bundle(folder: &Path, file: &Path, cancellation: &Cancellation) -> Result<()> {
    let file = file.display().to_string();
    let create = ["bundle", "create", "--quiet", &*file, "HEAD", BRANCH];
    answer(&git(folder, cancellation), &create).context("the repository cannot be bundled")?;
    Ok(())
}
