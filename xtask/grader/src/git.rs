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
    let mut command = Command::new("git");
    command.arg("-C").arg(&workbook.root).args(arguments);
    // Nothing that an editor's git does meanwhile is disturbed.
    command.env("GIT_OPTIONAL_LOCKS", "0");
    Ok(match process::run(command, LIMITS, cancellation) {
        Ok(outcome) => match outcome.ended {
            Ended::Exited(status) if status.success() => Some(outcome.stdout.text()),
            _ => None,
        },
        Err(error) if error.is::<Interrupted>() => return Err(error),
        Err(_) => None,
    })
}

/// Whether the workbook is the top of a clone: not a copy without git, nor in a folder of some other repository.
///
/// # Errors
/// When the run is cancelled.
pub fn is_clone(workbook: &Workbook, cancellation: &Cancellation) -> Result<bool> {
    let top = ask(workbook, &["rev-parse", "--show-toplevel"], cancellation)?;
    let top = top.and_then(|top| std::fs::canonicalize(top.trim_end_matches(['\n', '\r'])).ok());
    Ok(top.is_some_and(|top| workbook.root.canonicalize().is_ok_and(|root| root == top)))
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
