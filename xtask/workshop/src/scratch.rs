//! A git repository for a moment: for reports, which share no history with the workbook's, and for what others handed in,
//! which is read there and never checked out.

use anyhow::{Context, Result, anyhow};
use grader::cancellation::Cancellation;
use grader::process::{self, Ended, Limits};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// How long git may take, and how much it may print.
const GIT: Limits = Limits {
    time: Duration::from_secs(20),
    output: 64 << 20,
};

/// A bare repository in the folder for temporary files, which is removed with it.
pub struct Scratch(PathBuf);

impl Scratch {
    /// A new one.
    ///
    /// # Errors
    /// When git cannot be started, or cannot make it.
    pub fn new() -> Result<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("arena-workshop-{}-{number}", std::process::id());
        let scratch = Self(std::env::temp_dir().join(name));
        let folder = scratch.0.display().to_string();
        scratch.git(&["init", "--quiet", "--bare", &folder])?;
        Ok(scratch)
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// What git prints.
    ///
    /// # Errors
    /// When git cannot be started, fails, or does not answer within 20 s.
    pub fn git(&self, arguments: &[&str]) -> Result<String> {
        self.git_within(GIT.time, arguments, &Cancellation::new())
    }

    /// The same, for what may take this long and can be cancelled.
    ///
    /// # Errors
    /// As [`Self::git`], and when it is cancelled.
    pub fn git_within(
        &self,
        time: Duration,
        arguments: &[&str],
        cancellation: &Cancellation,
    ) -> Result<String> {
        let mut command = Command::new("git");
        // Whatever repository git is called from, a hook's say, this one is meant.
        for variable in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
            command.env_remove(variable);
        }
        command.env("GIT_DIR", &self.0).args(arguments);
        // It asks nothing at the terminal, and puts nobody's name into commits.
        command.env("GIT_TERMINAL_PROMPT", "0");
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), "workshop");
            command.env(format!("GIT_{role}_EMAIL"), "workshop@localhost");
        }
        let limits = Limits { time, ..GIT };
        let outcome = process::run(command, limits, cancellation)
            .context("git cannot be started: is it installed?")?;
        match outcome.ended {
            Ended::Exited(status) if status.success() => Ok(outcome.stdout.text()),
            Ended::TimedOut => Err(anyhow!("git {} did not answer in time", arguments[0])),
            Ended::Exited(_) => Err(anyhow!(
                "git {} failed: {}",
                arguments[0],
                outcome.stderr.text().trim()
            )),
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left there is a temporary file like others.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
