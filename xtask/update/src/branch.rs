//! The branch of a clone: a commit with the new version and what the learner has committed, and the move to it and back.

use crate::journal::{Move, Place};
use crate::plan::{Content, Plan};
use crate::repository::{Repository, must};
use anyhow::{Context, Result};
use grader::{atomic_write, git};
use std::collections::BTreeMap;
use workbook::Problem;

/// How many files git is told of in one command.
const AT_ONCE: usize = 100;

impl Repository<'_> {
    /// A commit after both: the new version with what the learner has committed, as `plan` says of that.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn merged(&self, head: &str, theirs: &str, plan: &Plan) -> Result<String> {
        let what = "the merge cannot be written";
        let folder = tempfile::tempdir().context("no temporary folder can be made")?;
        let git = self
            .git()
            .with("GIT_INDEX_FILE", folder.path().join("index"));
        must(&git, what, &["read-tree", theirs])?;
        let list = |commit| must(&git, what, &["ls-tree", "-r", "-z", "--full-tree", commit]);
        let (mine, theirs_files) = (list(head)?, list(theirs)?);
        let entries = difference(&entries(&mine), &entries(&theirs_files), plan);
        for some in entries.chunks(AT_ONCE) {
            let some = some.iter().flat_map(|entry| ["--cacheinfo", entry]);
            let arguments: Vec<&str> = ["update-index", "--add", "--replace"]
                .into_iter()
                .chain(some)
                .collect();
            must(&git, what, &arguments)?;
        }
        let tree = must(&git, what, &["write-tree"])?;
        let git = match self.may(&["var", "GIT_COMMITTER_IDENT"])? {
            Some(_) => git,
            None => ["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"]
                .into_iter()
                .fold(git, |git, name| git.with(name, "workbook"))
                .with("GIT_AUTHOR_EMAIL", "workbook@localhost")
                .with("GIT_COMMITTER_EMAIL", "workbook@localhost"),
        };
        let parents = ["-p", head, "-p", theirs, "-m", "Update the workbook"];
        let commit = must(
            &git,
            what,
            &[&["commit-tree", tree.trim()][..], &parents].concat(),
        )?;
        Ok(commit.trim().to_owned())
    }

    /// Moves the branch, and has git take the files for those of its new commit. The index is kept beside the journal.
    ///
    /// # Errors
    /// When git refuses; then the branch is where it was.
    pub fn move_branch(&self, place: &Place, branch: &Move) -> Result<()> {
        let index = self.path("index");
        std::fs::copy(&index, place.index())
            .with_context(|| format!("{}: cannot be kept", index.display()))?;
        self.point(branch, &branch.new, &branch.old)?;
        let moved = self.must(
            "git's index cannot be written",
            &["read-tree", "--reset", &branch.new],
        );
        if let Err(error) = moved {
            self.move_back(place, branch)?;
            return Err(error);
        }
        // Only so that the next `git status` need not look at each file.
        self.may(&["update-index", "-q", "--refresh"]).map(|_| ())
    }

    fn point(&self, branch: &Move, to: &str, from: &str) -> Result<()> {
        let arguments = [
            "update-ref",
            "--no-deref",
            "-m",
            "update of the workbook",
            &branch.reference,
            to,
            from,
        ];
        self.must("git cannot move the branch", &arguments)
            .map(|_| ())
    }

    /// Moves the branch back; whether it could be, which it cannot once there are commits on top.
    ///
    /// # Errors
    /// When another branch is checked out, or git refuses.
    pub fn move_back(&self, place: &Place, branch: &Move) -> Result<bool> {
        let (here, commit) = self.head()?;
        if here != branch.reference {
            let name = branch.reference.trim_start_matches("refs/heads/");
            let what = format!("the update was of `{name}`, and something else is checked out");
            return Err(Problem::general(
                what,
                format!("run `git switch {name}`, then this again"),
            )
            .into());
        }
        if commit != branch.new && commit != branch.old {
            return Ok(false);
        }
        if commit != branch.old {
            self.point(branch, &branch.old, &branch.new)?;
        }
        if place.index().is_file() {
            let bytes = std::fs::read(place.index()).context("git's index cannot be read")?;
            atomic_write::write(&self.path("index"), &bytes)
                .context("git's index cannot be written")?;
        }
        Ok(true)
    }
}

/// The files of a commit as git lists them: path → mode and id.
fn entries(listed: &str) -> BTreeMap<&str, (&str, &str)> {
    let entries = git::entries(listed);
    entries
        .map(|entry| (entry.path, (entry.mode, entry.blob)))
        .collect()
}

/// What differs in the result of a plan for `mine` from the new version, in git's words.
fn difference(
    mine: &BTreeMap<&str, (&str, &str)>,
    theirs: &BTreeMap<&str, (&str, &str)>,
    plan: &Plan,
) -> Vec<String> {
    let is_replaced = |name: &str| plan.writes.contains_key(name) || plan.removes.contains(name);
    let stays = mine.iter().filter(|(name, _)| !is_replaced(name));
    let mut result: BTreeMap<&str, (&str, &str)> =
        stays.map(|(name, entry)| (*name, *entry)).collect();
    for (name, content) in &plan.writes {
        if let Content::Mine(from) = content
            && let Some(entry) = mine.get(&**from)
        {
            result.insert(name, *entry);
        }
    }
    let differs = result
        .iter()
        .filter(|(name, entry)| theirs.get(*name) != Some(entry));
    differs
        .map(|(name, (mode, id))| format!("{mode},{id},{name}"))
        .collect()
}
