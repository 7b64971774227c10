//! A process and all that it starts, on Unix: a process group, and on Linux also what left it.

use super::awake::within;
use super::guardian;
#[cfg(target_os = "linux")]
use super::orphans;
use super::owner::{Keeping, NO_TEST, OWNER_VARIABLE};
use super::start::cannot_start;
use anyhow::{Context, Result};
use nix::errno::Errno;
use nix::sys::signal::{Signal, killpg};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;
use std::io::Read;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

/// How long to wait until processes that were killed are gone.
const DYING: Duration = Duration::from_millis(500);

/// A process and all that it starts, killed when this is dropped.
pub struct Group {
    child: Child,
    id: Pid,
    #[cfg(target_os = "linux")]
    family: orphans::Family,
    is_over: bool,
}

impl Group {
    /// Starts `command` without input, with both outputs as pipes.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn spawn(mut command: Command, keeping: Keeping) -> Result<Self> {
        let owner = match keeping {
            Keeping::Nothing => next_owner(),
            Keeping::Servers => NO_TEST.to_owned(),
        };
        command
            .env(OWNER_VARIABLE, &owner)
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        #[cfg(target_os = "linux")]
        let births = orphans::births();
        let child = command.spawn();
        let child =
            child.map_err(|error| cannot_start(&command.get_program().to_string_lossy(), error))?;
        let id = Pid::from_raw(child.id().cast_signed());
        #[cfg(target_os = "linux")]
        let family = births.child(child.id(), owner, keeping, command.get_current_dir());
        guardian::add(id);
        Ok(Self {
            #[cfg(target_os = "linux")]
            family,
            child,
            id,
            is_over: false,
        })
    }

    /// The status, once the first process of the group has ended.
    pub(super) fn poll(&mut self) -> Result<Option<ExitStatus>> {
        self.child
            .try_wait()
            .context("cannot wait for a process that was started here")
    }

    /// How long the first process has waited for a processor since it started, where the system says.
    pub(super) fn run_delay(&self) -> Duration {
        #[cfg(target_os = "linux")]
        return super::run_delay::of(self.child.id());
        #[cfg(not(target_os = "linux"))]
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

    /// Kills what is left; returns whether anything was, besides the first process.
    pub(super) fn kill(&mut self) -> bool {
        if std::mem::replace(&mut self.is_over, true) {
            return false;
        }
        // The group keeps its id while it has a member, be it one that has ended and was not waited for.
        let first_has_ended = matches!(self.child.try_wait(), Ok(Some(_)));
        let had_survivors = match first_has_ended {
            true => self.reap() && killpg(self.id, Signal::SIGKILL).is_ok(),
            false => killpg(self.id, Signal::SIGKILL).is_ok(),
        };
        let _ = self.child.wait();
        within(DYING, || !self.reap());
        #[cfg(target_os = "linux")]
        let had_survivors = self.family.end() || had_survivors;
        guardian::remove(self.id);
        had_survivors
    }

    /// Waits for the processes of the group that have ended; returns whether others are still running.
    ///
    /// Only on Linux are they children of this program once their parents have ended; elsewhere the
    /// system waits for them, and the answer is what a signal to the group says.
    fn reap(&self) -> bool {
        loop {
            match waitpid(Pid::from_raw(-self.id.as_raw()), Some(WaitPidFlag::WNOHANG)) {
                Ok(WaitStatus::StillAlive) => return true,
                Ok(_) | Err(Errno::EINTR) => {}
                Err(_) => return killpg(self.id, None).is_ok(),
            }
        }
    }

    /// Lets the group finish on its own, also after this program.
    pub fn release(&mut self) {
        guardian::remove(self.id);
    }
}

/// What tells one test's processes from all others.
fn next_owner() -> String {
    static STARTED: AtomicUsize = AtomicUsize::new(0);
    format!("{}-{}", std::process::id(), STARTED.fetch_add(1, Relaxed))
}
