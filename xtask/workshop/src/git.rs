//! Git, as a workshop uses it: in repositories that it makes for itself, under nobody's name.

use anyhow::{Result, anyhow};
use grader::cancellation::Cancellation;
use grader::git::Git;
use std::path::Path;

/// Who makes commits.
const NOBODY: [(&str, &str); 4] = [
    ("GIT_AUTHOR_NAME", "workshop"),
    ("GIT_AUTHOR_EMAIL", "workshop@localhost"),
    ("GIT_COMMITTER_NAME", "workshop"),
    ("GIT_COMMITTER_EMAIL", "workshop@localhost"),
];

/// Git in this repository: a folder with a work tree, or a bare one.
pub(crate) fn in_folder<'a>(folder: &'a Path, cancellation: &'a Cancellation) -> Git<'a> {
    let git = Git::new(folder, cancellation);
    NOBODY
        .into_iter()
        .fold(git, |git, (name, value)| git.with(name, value))
}

/// What git prints for this question.
///
/// # Errors
/// When git cannot be started, fails or takes too long; when the run is cancelled.
pub(crate) fn answer(git: &Git<'_>, arguments: &[&str]) -> Result<String> {
    let answer = git.run(arguments)?;
    answer.map_err(|reason| anyhow!("git {} failed: {reason}", arguments[0]))
}
