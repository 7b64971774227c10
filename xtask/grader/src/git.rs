//! Questions to git about the workbook's repository, and orders.

use crate::cancellation::{Cancellation, Interrupted};
use crate::process::{self, Ended, Limits};
use anyhow::Result;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use workbook::{Problem, Workbook};

/// More than git needs for any question of ours, and than any answer has.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(60),
    output: 4 << 20,
};
/// What a hook or an alias of git passes on: whatever calls this, the repository of the folder is meant.
const INHERITED: [&str; 5] = [
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_WORK_TREE",
];

/// What git prints; `None` where it fails or cannot be started.
///
/// # Errors
/// When the run is cancelled.
pub fn ask(
    workbook: &Workbook,
    arguments: &[&str],
    cancellation: &Cancellation,
) -> Result<Option<String>> {
    // Nothing that an editor's git does meanwhile is disturbed.
    let git = Git::new(&workbook.root, cancellation).with("GIT_OPTIONAL_LOCKS", "0");
    match git.run(arguments) {
        Err(error) if error.is::<Interrupted>() => Err(error),
        answer => Ok(answer.ok().and_then(std::result::Result::ok)),
    }
}

/// Whether the workbook is a clone of its own: see [`Git::is_top`]. Without git, it is none.
///
/// # Errors
/// When the run is cancelled.
pub fn is_clone(workbook: &Workbook, cancellation: &Cancellation) -> Result<bool> {
    match Git::new(&workbook.root, cancellation).is_top() {
        Err(error) if error.is::<Interrupted>() => Err(error),
        is_top => Ok(is_top.unwrap_or(false)),
    }
}

/// Whether these words are the address of a git remote on another machine, or in a form that only git knows.
#[must_use]
pub fn is_address(words: &str) -> bool {
    words.contains("://")
        || (words.contains('@') && words.contains(':') && !Path::new(words).exists())
}

/// A file of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Its kind and its rights, as in `100644`.
    pub mode: &'a str,
    /// What its content is known by: equal contents have the same.
    pub blob: &'a str,
    /// Relative to the top, with `/` between the parts.
    pub path: &'a str,
}

/// The files that `git ls-tree -r -z --full-tree` has listed.
pub fn entries(listed: &str) -> impl Iterator<Item = Entry<'_>> {
    // `100644 blob ID<tab>PATH`
    listed.split('\0').filter_map(|line| {
        let (kind, path) = line.split_once('\t')?;
        let mut words = kind.split(' ');
        let (mode, _, blob) = (words.next()?, words.next()?, words.next()?);
        Some(Entry { mode, blob, path })
    })
}

/// Whether a folder is a repository without a work tree.
#[must_use]
pub fn is_bare(folder: &Path) -> bool {
    folder.join("HEAD").is_file() && folder.join("objects").is_dir()
}

/// Whether a folder is a clone, or a repository without a work tree.
#[must_use]
pub fn is_repository(folder: &Path) -> bool {
    is_bare(folder) || folder.join(".git").exists()
}

/// Git in a folder, for orders whose failures are told.
#[derive(Clone)]
pub struct Git<'a> {
    folder: &'a Path,
    variables: Vec<(&'static str, OsString)>,
    limits: Limits,
    cancellation: &'a Cancellation,
}

impl<'a> Git<'a> {
    /// Git in this folder.
    #[must_use]
    pub fn new(folder: &'a Path, cancellation: &'a Cancellation) -> Self {
        Self {
            folder,
            variables: Vec::new(),
            limits: LIMITS,
            cancellation,
        }
    }

    /// The same, with an environment variable.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    /// The same, for what may take this long.
    #[must_use]
    pub fn within(mut self, time: Duration) -> Self {
        self.limits.time = time;
        self
    }

    /// The same, for answers of up to this many bytes.
    #[must_use]
    pub fn up_to(mut self, output: usize) -> Self {
        self.limits.output = output;
        self
    }

    /// Whether its folder is the top of a clone: not a copy without git, nor in a folder of some other repository.
    ///
    /// # Errors
    /// When git cannot be started, or the run is cancelled.
    pub fn is_top(&self) -> Result<bool> {
        let Ok(top) = self.run(&["rev-parse", "--show-toplevel"])? else {
            return Ok(false);
        };
        let top = Path::new(top.trim_end_matches(['\n', '\r'])).canonicalize();
        Ok(top.is_ok_and(|top| self.folder.canonicalize().is_ok_and(|folder| folder == top)))
    }

    /// What git prints, or what it complains of; it asks nothing at the terminal.
    ///
    /// # Errors
    /// When git cannot be started, or the run is cancelled.
    pub fn run(&self, arguments: &[&str]) -> Result<std::result::Result<String, String>> {
        let mut command = Command::new("git");
        for name in INHERITED {
            command.env_remove(name);
        }
        command.arg("-C").arg(self.folder).args(arguments);
        command
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("LC_ALL", "C")
            .envs(self.variables.iter().map(|(name, value)| (name, value)));
        let outcome = match process::run(command, self.limits, self.cancellation) {
            Ok(outcome) => outcome,
            Err(error) if error.is::<Interrupted>() => return Err(error),
            Err(error) => {
                let help =
                    "install it as https://git-scm.com says, open a new terminal, and try again";
                let problem = Problem::general("git cannot be started", help);
                return Err(problem.because(error).into());
            }
        };
        Ok(match outcome.ended {
            Ended::Exited(status) if status.success() => Ok(outcome.stdout.text()),
            Ended::Exited(_) => Err(outcome.stderr.text().trim().to_owned()),
            Ended::TimedOut => Err(format!(
                "it took more than {} s",
                self.limits.time.as_secs()
            )),
        })
    }
}
