//! A process and all that it starts, on Windows: a job.

use super::owner::{Keeping, NO_TEST, OWNER_VARIABLE};
use anyhow::{Context, Result};
use process_wrap::std::{ChildWrapper, CommandWrap, JobObject};
use std::io::Read;
use std::process::{Command, ExitStatus, Stdio};

/// A process and all that it starts, in a job that is ended when this is dropped.
pub struct Group {
    child: Box<dyn ChildWrapper>,
}

impl Group {
    /// Starts `command` without input, with both outputs as pipes. A job ends as a whole, whatever is to
    /// be kept.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn spawn(mut command: Command, _keeping: Keeping) -> Result<Self> {
        command
            .env(OWNER_VARIABLE, NO_TEST)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let program = command.get_program().to_string_lossy().into_owned();
        let mut wrap = CommandWrap::from(command);
        wrap.wrap(JobObject);
        let child = wrap
            .spawn()
            .with_context(|| format!("`{program}` cannot be started"))?;
        Ok(Self { child })
    }

    /// The status, once the first process of the group has ended.
    pub(super) fn poll(&mut self) -> Result<Option<ExitStatus>> {
        self.child
            .try_wait()
            .context("cannot wait for a process that was started here")
    }

    /// The pipe that standard output goes to; `None` the second time.
    pub fn stdout(&mut self) -> Option<impl Read + Send + use<>> {
        self.child.stdout().take()
    }

    /// The pipe that standard error goes to; `None` the second time.
    pub fn stderr(&mut self) -> Option<impl Read + Send + use<>> {
        self.child.stderr().take()
    }

    /// Kills what is left of the group. Whether anything was cannot be told: a job is ended whether or not
    /// it is empty.
    pub(super) fn kill(&mut self) -> bool {
        let _ = self.child.start_kill();
        let _ = self.child.wait();
        false
    }

    /// Lets the group finish on its own, also after this program.
    pub fn release(&mut self) {}
}
