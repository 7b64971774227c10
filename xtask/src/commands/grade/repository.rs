//! A repository that work is read from: the workbook's own, or one that it was fetched into. Nothing is checked out.

use anyhow::Result;
use grader::cancellation::{Cancellation, Interrupted};
use grader::git;
use std::time::Duration;
use workbook::Workbook;
use workshop::scratch::Scratch;

/// How long git may take to answer.
const TIME: Duration = Duration::from_secs(60);

/// A repository.
pub(super) enum Repository<'a> {
    /// The workbook's.
    Workbook(&'a Workbook),
    /// One for a moment.
    Scratch(&'a Scratch),
}

/// The files of a commit.
pub(super) struct Tree(Vec<Entry>);

/// A file of a commit.
pub(super) struct Entry {
    mode: String,
    /// What it is known by: equal contents have the same.
    pub blob: String,
    /// Relative to the top, with `/` between the parts.
    pub path: String,
}

impl Repository<'_> {
    /// What git prints; `None` where it fails.
    ///
    /// # Errors
    /// When the run is cancelled.
    pub fn ask(&self, arguments: &[&str], cancellation: &Cancellation) -> Result<Option<String>> {
        match self {
            Self::Workbook(workbook) => git::ask(workbook, arguments, cancellation),
            Self::Scratch(scratch) => match scratch.git_within(TIME, arguments, cancellation) {
                Err(error) if error.is::<Interrupted>() => Err(error),
                answer => Ok(answer.ok()),
            },
        }
    }

    /// The files of a commit; `None` where there is no such commit.
    ///
    /// # Errors
    /// When the run is cancelled.
    pub fn tree(&self, name: &str, cancellation: &Cancellation) -> Result<Option<Tree>> {
        // A name that starts with a dash would be an option.
        let commit = format!("{name}^{{commit}}");
        let known = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &commit,
        ];
        let Some(commit) = self.ask(&known, cancellation)? else {
            return Ok(None);
        };
        let list = ["ls-tree", "-r", "-z", "--full-tree", commit.trim()];
        let list = self.ask(&list, cancellation)?;
        Ok(list.map(|list| Tree(git::entries(&list).map(Entry::of).collect())))
    }
}

impl Tree {
    /// All files.
    pub fn all(&self) -> &[Entry] {
        &self.0
    }

    /// The files whose path begins so.
    pub fn below<'a>(&'a self, start: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.0
            .iter()
            .filter(move |entry| entry.path.starts_with(start))
    }
}

impl Entry {
    fn of(entry: git::Entry<'_>) -> Self {
        Self {
            mode: entry.mode.to_owned(),
            blob: entry.blob.to_owned(),
            path: entry.path.to_owned(),
        }
    }

    /// Whether it is a file: not a link, nor another repository.
    pub fn is_file(&self) -> bool {
        self.mode.starts_with("100")
    }
}
