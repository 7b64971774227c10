//! A process and all that it starts, on Windows: a job.

use super::job::Job;
use super::owner::Keeping;
use super::start::cannot_start;
use anyhow::{Context, Result};
use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

/// How long others of a job may go on after its first process: the system's console host ends a moment
/// after the program that it served.
const GRACE: Duration = Duration::from_millis(100);
/// How long to wait until ended processes are gone: their executables cannot be replaced before.
const DYING: Duration = Duration::from_millis(500);

/// A process and all that it starts, in a job that is ended when this is dropped.
pub struct Group {
    child: Child,
    job: Job,
    keeping: Keeping,
    is_over: bool,
}

impl Group {
    /// Starts `command` without input, with both outputs as pipes.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn spawn(mut command: Command, keeping: Keeping) -> Result<Self> {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let spawned = Job::spawn(&mut command);
        let (child, job) = spawned.map_err(|error| {
            let program = command.get_program().to_string_lossy();
            cannot_start(&program, error)
        })?;
        Ok(Self {
            child,
            job,
            keeping,
            is_over: false,
        })
    }

    /// The status, once the first process of the job has ended.
    pub(super) fn poll(&mut self) -> Result<Option<ExitStatus>> {
        self.child
            .try_wait()
            .context("cannot wait for a process that was started here")
    }

    /// How long the first process has waited for a processor: Windows does not say.
    pub(super) fn run_delay(&self) -> Duration {
        Duration::ZERO
    }

    /// The pipe that standard output goes to; `None` the second time.
    pub fn stdout(&mut self) -> Option<impl Read + Send + use<>> {
        self.child.stdout.take()
    }

    /// The pipe that standard error goes to; `None` the second time.
    pub fn stderr(&mut self) -> Option<impl Read + Send + use<>> {
        self.child.stderr.take()
    }

    /// Ends what is left of the job; returns whether anything was, besides the first process.
    pub(super) fn kill(&mut self) -> bool {
        if std::mem::replace(&mut self.is_over, true) {
            return false;
        }
        let first_has_ended = matches!(self.child.try_wait(), Ok(Some(_)));
        if first_has_ended && self.keeping == Keeping::Servers {
            // A job has no groups: cargo, which has a job of its own, ends what it does not want to go on.
            self.release();
            return false;
        }
        if first_has_ended && self.job.is_empty_within(GRACE) {
            return false;
        }
        let _ = self.job.end();
        // The job may not have been ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.job.is_empty_within(DYING);
        true
    }

    /// Lets the job finish on its own, also after this program.
    pub fn release(&mut self) {
        // A job that cannot be released ends with this program.
        let _ = self.job.release();
    }
}
