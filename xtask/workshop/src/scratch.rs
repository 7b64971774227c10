//! A git repository for a moment: for reports, which share no history with the workbook's, and for what others handed in,
//! which is read there and never checked out.

use crate::git;
use anyhow::{Context, Result};
use grader::cancellation::Cancellation;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// How long git may take.
const TIME: Duration = Duration::from_secs(20);
/// How much it may print, in bytes.
const OUTPUT: usize = 64 << 20;

/// A bare repository in the folder for temporary files, which is removed with it.
pub struct Scratch(PathBuf);

impl Scratch {
    /// A new one.
    ///
    /// # Errors
    /// When the folder cannot be made, or git cannot be started.
    pub fn new() -> Result<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("arena-workshop-{}-{number}", std::process::id());
        let scratch = Self(std::env::temp_dir().join(name));
        std::fs::create_dir(&scratch.0)
            .with_context(|| format!("{}: cannot be made", scratch.0.display()))?;
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
        self.git_within(TIME, arguments, &Cancellation::new())
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
        let git = git::in_folder(&self.0, cancellation).with("GIT_DIR", &*self.0);
        git::answer(&git.within(time).up_to(OUTPUT), arguments)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left there is a temporary file like others.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
