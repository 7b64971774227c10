//! A git repository for a moment: for reports, which share no history with the workbook's, and for what others handed in,
//! which is read there and never checked out.

use crate::git;
use anyhow::Result;
use grader::cancellation::Cancellation;
use grader::process::Limits;
use std::path::{Path, PathBuf};
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
        let limits = Limits { time, ..GIT };
        git::answer(git::in_repository(&self.0), arguments, limits, cancellation)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left there is a temporary file like others.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
