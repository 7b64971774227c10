//! The clone: what it follows, and what it holds.
//!
//! Git brings the new version and remembers what came from where; which file becomes what is not left to its merges.

use anyhow::{Context, Result};
use grader::cancellation::Cancellation;
use grader::git::Git;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;
use workbook::Problem;

/// How long a remote may take.
const FETCH: Duration = Duration::from_secs(600);
/// What git says where a disk is full.
const NO_ROOM: &str = "No space left";
/// What git has begun, the file that says so, and how it is ended.
const UNFINISHED: [(&str, &str, &str); 7] = [
    (
        "MERGE_HEAD",
        "a merge",
        "`git merge --continue` or `git merge --abort`",
    ),
    (
        "rebase-merge",
        "a rebase",
        "`git rebase --continue` or `git rebase --abort`",
    ),
    (
        "rebase-apply",
        "a rebase",
        "`git rebase --continue` or `git rebase --abort`",
    ),
    (
        "CHERRY_PICK_HEAD",
        "a cherry-pick",
        "`git cherry-pick --continue` or `git cherry-pick --abort`",
    ),
    (
        "REVERT_HEAD",
        "a revert",
        "`git revert --continue` or `git revert --abort`",
    ),
    ("BISECT_LOG", "a bisection", "`git bisect reset`"),
    (
        "index.lock",
        "another git command",
        "wait for it; if none runs, remove `.git/index.lock`",
    ),
];

/// A clone of the workbook.
pub struct Repository<'a> {
    root: &'a Path,
    cancellation: &'a Cancellation,
    /// Where new objects go in a dry run, which writes nothing into the clone.
    objects: Option<TempDir>,
}

/// What a clone is updated from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// A remote's name, or an address.
    pub remote: String,
    /// As in `refs/heads/main`, or `HEAD`.
    pub reference: String,
}

impl<'a> Repository<'a> {
    /// The clone in this folder; `None` where it is none, or is a part of another.
    ///
    /// # Errors
    /// When the run is cancelled, or no temporary folder can be made.
    pub fn at(
        root: &'a Path,
        is_dry: bool,
        cancellation: &'a Cancellation,
    ) -> Result<Option<Self>> {
        let mut repository = Self {
            root,
            cancellation,
            objects: None,
        };
        if !root.ancestors().any(|folder| folder.join(".git").exists()) {
            return Ok(None);
        }
        if !repository.git().is_top()? {
            return Ok(None);
        }
        if is_dry {
            repository.objects =
                Some(tempfile::tempdir().context("no temporary folder can be made")?);
        }
        Ok(Some(repository))
    }

    /// Git in this clone; in a dry run, it writes nothing there.
    pub(crate) fn git(&self) -> Git<'a> {
        let git = Git::new(self.root, self.cancellation);
        match &self.objects {
            Some(folder) => git
                .with("GIT_OBJECT_DIRECTORY", folder.path())
                .with("GIT_ALTERNATE_OBJECT_DIRECTORIES", self.path("objects"))
                .with("GIT_OPTIONAL_LOCKS", "0"),
            None => git,
        }
    }

    /// A file of the clone's own.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        let git = Git::new(self.root, self.cancellation);
        let path = git.run(&["rev-parse", "--git-path", name]);
        let path = path
            .ok()
            .and_then(std::result::Result::ok)
            .unwrap_or_default();
        self.root.join(path.trim_end_matches(['\n', '\r']))
    }

    /// What git prints where it must succeed.
    pub(crate) fn must(&self, what: &str, arguments: &[&str]) -> Result<String> {
        must(&self.git(), what, arguments)
    }

    /// What git prints; `None` where it fails.
    pub(crate) fn may(&self, arguments: &[&str]) -> Result<Option<String>> {
        Ok(self
            .git()
            .run(arguments)?
            .ok()
            .map(|text| text.trim().to_owned()))
    }

    /// Refuses what is in the middle of something, and what would be lost.
    ///
    /// # Errors
    /// When something is unfinished, or staged and then changed again.
    pub fn refuse_unfinished(&self) -> Result<()> {
        for (file, what, help) in UNFINISHED {
            if self.path(file).exists() {
                let what = format!("{what} is in progress in this clone, so nothing was changed");
                return Err(Problem::general(what, format!("end it first: {help}")).into());
            }
        }
        let arguments = [
            "status",
            "--porcelain",
            "-z",
            "--untracked-files=no",
            "--no-renames",
        ];
        let status = self.must("the state of the clone cannot be read", &arguments)?;
        let is_both = |entry: &&str| {
            let mut letters = entry.chars();
            let [staged, here] = [letters.next(), letters.next()];
            !matches!(staged, Some(' ' | '?') | None) && !matches!(here, Some(' ') | None)
        };
        match status.split('\0').find(is_both) {
            None => Ok(()),
            Some(entry) => Err(Problem::new(
                entry.get(3..).unwrap_or_default(),
                "was staged (`git add`) and edited again: what is staged is nowhere else",
                "commit it, or drop it with `git restore --staged` and this name; then run this again",
            )
            .into()),
        }
    }

    /// What is checked out: the branch, or `HEAD`, and its commit.
    ///
    /// # Errors
    /// When there is no commit yet.
    pub fn head(&self) -> Result<(String, String)> {
        let branch = self.may(&["symbolic-ref", "--quiet", "HEAD"])?;
        match self.may(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])? {
            Some(commit) => Ok((branch.unwrap_or("HEAD".to_owned()), commit)),
            None => Err(Problem::general(
                "this clone has no commit yet, so nobody can tell what you have edited",
                "update from a folder instead: `cargo xtask update FOLDER`",
            )
            .into()),
        }
    }

    /// The names of the remotes.
    ///
    /// # Errors
    /// When git does not answer.
    pub fn remotes(&self) -> Result<Vec<String>> {
        let remotes = self.must("the remotes cannot be listed", &["remote"])?;
        Ok(remotes.lines().map(str::to_owned).collect())
    }

    /// What the branch follows; otherwise the main branch of `origin`, or of the only remote.
    ///
    /// # Errors
    /// When there is no remote, or nobody can tell which is meant.
    pub fn followed(&self, branch: &str) -> Result<Followed> {
        let name = branch.strip_prefix("refs/heads/").unwrap_or("HEAD");
        let setting = |key: &str| self.may(&["config", &format!("branch.{name}.{key}")]);
        if let (Some(remote), Some(reference)) = (setting("remote")?, setting("merge")?) {
            return Ok(Followed { remote, reference });
        }
        let remotes = self.remotes()?;
        let origin = remotes.iter().find(|name| *name == "origin");
        let reference = "HEAD".to_owned();
        match (origin, &remotes[..]) {
            (Some(remote), _) | (None, [remote]) => Ok(Followed {
                remote: remote.clone(),
                reference,
            }),
            (None, []) => Err(Problem::general(
                "this clone has no remote to update from",
                "name the workbook's address: `cargo xtask update https://…`, or a folder with the new version",
            )
            .into()),
            (None, several) => Err(Problem::general(
                format!("this clone has several remotes: {}", several.join(", ")),
                format!("name one, as in `cargo xtask update {}`", several[0]),
            )
            .into()),
        }
    }

    /// Fetches what is followed; returns its commit.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub fn fetch(&self, followed: &Followed) -> Result<String> {
        let Followed { remote, reference } = followed;
        let git = self.git().within(FETCH);
        let unreachable = format!("{remote}: the new version cannot be fetched");
        let help = "see that the network is there and the address is right (`git remote -v`), or unpack an archive of the \
                    new version and run `cargo xtask update FOLDER`; nothing was changed";
        let fetch = |arguments: &[&str]| match git.run(arguments)? {
            Ok(text) => Ok(text),
            Err(error) => {
                let help = match error.contains(NO_ROOM) {
                    true => "make room on the disk, then run this again; nothing was changed",
                    false => help,
                };
                let problem = Problem::general(&*unreachable, help).because(error);
                Err(anyhow::Error::from(problem))
            }
        };
        if self.objects.is_none() {
            fetch(&["fetch", "--quiet", "--no-tags", "--", remote, reference])?;
            return self.commit("FETCH_HEAD");
        }
        let listed = fetch(&["ls-remote", "--", remote, reference])?;
        let commit = listed.split_whitespace().next().unwrap_or_default();
        let quiet = [
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-write-fetch-head",
            "--no-auto-maintenance",
        ];
        fetch(&[&quiet[..], &["--refmap=", "--", remote, reference]].concat())?;
        self.commit(commit)
    }

    fn commit(&self, name: &str) -> Result<String> {
        let commit = format!("{name}^{{commit}}");
        let arguments = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &commit,
        ];
        let commit = self.must("the new version has no commit", &arguments)?;
        Ok(commit.trim().to_owned())
    }

    /// The last commit that two have in common.
    ///
    /// # Errors
    /// When there is none.
    pub fn base(&self, head: &str, theirs: &str) -> Result<String> {
        if let Some(base) = self.may(&["merge-base", head, theirs])? {
            return Ok(base);
        }
        let is_shallow = self
            .may(&["rev-parse", "--is-shallow-repository"])?
            .as_deref()
            == Some("true");
        Err(match is_shallow {
            true => Problem::general(
                "this clone is shallow: what it has in common with the new version is not in it",
                "run `git fetch --unshallow`, then this again",
            ),
            false => Problem::general(
                "this clone has nothing in common with what it would be updated from",
                "name the workbook's address, or unpack an archive of the new version and run `cargo xtask update FOLDER`",
            ),
        }
        .into())
    }

    /// Writes all files of a commit into a folder.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn export(&self, commit: &str, folder: &Path) -> Result<()> {
        let index = tempfile::tempdir().context("no temporary folder can be made")?;
        let git = self
            .git()
            .with("GIT_INDEX_FILE", index.path().join("index"));
        // Git takes it for the beginning of a name, with its own separators.
        let folder = folder.display().to_string();
        let prefix = match cfg!(windows) {
            true => format!("--prefix={}/", folder.replace('\\', "/")),
            false => format!("--prefix={folder}/"),
        };
        must(
            &git,
            "the new version cannot be read",
            &["read-tree", commit],
        )?;
        must(
            &git,
            "the new version cannot be laid out",
            &["checkout-index", "--all", &prefix],
        )
        .map(|_| ())
    }

    /// Those of these files that are starters of some version up to this commit, the latest or not.
    ///
    /// # Errors
    /// When git does not answer.
    pub fn starters(&self, commit: &str, files: &[&str]) -> Result<BTreeSet<String>> {
        let what = "the workbook's history cannot be read";
        let baselines = ":(top,glob)exercises/*/bad/lib.rs";
        let log = [
            "log",
            "--format=",
            "--raw",
            "--no-abbrev",
            "--no-renames",
            commit,
            "--",
            baselines,
        ];
        let log = self.must(what, &log)?;
        let ids: BTreeSet<&str> = log
            .lines()
            .filter_map(|line| line.split(' ').nth(3))
            .collect();
        if files.is_empty() {
            return Ok(BTreeSet::new());
        }
        let hashes = self.must(what, &[&["hash-object", "--"], files].concat())?;
        let pairs = files.iter().zip(hashes.lines());
        let known = pairs.filter(|(_, hash)| ids.contains(hash));
        Ok(known.map(|(file, _)| (*file).to_owned()).collect())
    }

    /// A commit in words: its short name and its date.
    ///
    /// # Errors
    /// When git does not answer.
    pub fn describe(&self, commit: &str) -> Result<String> {
        let text = self.must(
            "the new version cannot be read",
            &["log", "-1", "--format=%h of %cs", commit],
        )?;
        Ok(text.trim().to_owned())
    }

    /// Whether the second commit comes after the first, or is the same.
    ///
    /// # Errors
    /// When the run is cancelled.
    pub fn is_before(&self, first: &str, second: &str) -> Result<bool> {
        Ok(self
            .may(&["merge-base", "--is-ancestor", first, second])?
            .is_some())
    }
}

/// What git prints where it must succeed.
pub(crate) fn must(git: &Git<'_>, what: &str, arguments: &[&str]) -> Result<String> {
    git.run(arguments)?.map_err(|error| {
        let help = "see what `git status` says, then run this again; nothing was changed";
        Problem::general(what, help).because(error).into()
    })
}
