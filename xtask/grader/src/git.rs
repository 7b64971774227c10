//! Questions to git about the workbook's repository, and orders.

use crate::cancellation::{Cancellation, Interrupted};
use crate::process::{self, Ended, Limits};
use anyhow::Result;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use workbook::Workbook;

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

/// Whether a folder is a clone, or a repository without a work tree.
#[must_use]
pub fn is_repository(folder: &Path) -> bool {
    let is_bare = folder.join("HEAD").is_file() && folder.join("objects").is_dir();
    is_bare || folder.join(".git").exists()
}

/// Git in a folder, for orders whose failures are told.
#[derive(Clone)]
pub struct Git<'a> {
    folder: &'a Path,
    variables: Vec<(&'static str, OsString)>,
    time: Duration,
    cancellation: &'a Cancellation,
}

impl<'a> Git<'a> {
    /// Git in this folder.
    #[must_use]
    pub fn new(folder: &'a Path, cancellation: &'a Cancellation) -> Self {
        Self {
            folder,
            variables: Vec::new(),
            time: LIMITS.time,
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
        self.time = time;
        self
    }

    /// What git prints, or what it complains of; it asks nothing at the terminal.
    ///
    /// # Errors
    /// When the run is cancelled.
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
        let limits = Limits {
            time: self.time,
            ..LIMITS
        };
        Ok(match process::run(command, limits, self.cancellation) {
            Ok(outcome) => match outcome.ended {
                Ended::Exited(status) if status.success() => Ok(outcome.stdout.text()),
                Ended::Exited(_) => Err(outcome.stderr.text().trim().to_owned()),
                Ended::TimedOut => Err(format!("it took more than {} s", limits.time.as_secs())),
            },
            Err(error) if error.is::<Interrupted>() => return Err(error),
            Err(error) => Err(format!("git cannot be started: {error:#}")),
        })
    }
}
