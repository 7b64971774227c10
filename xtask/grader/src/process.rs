//! Child processes: each in a group of its own, limited in time and output, and killed as a group.
//!
//! They run a learner's code, so nothing is assumed about them. A process may print without end
//! (output beyond a limit is drained and counted, not kept), may never end (it is killed), and may
//! leave others behind (they are killed too, wherever the system can tell whose they are: on Linux
//! and Windows also those that have moved to another group or session; elsewhere only those in the
//! group).
//! If this program is killed, so are they.

mod owner;

mod pause;

mod awake;

mod deadline;

mod start;

mod output;

#[cfg(target_os = "linux")]
mod orphans;

#[cfg(target_os = "linux")]
mod run_delay;

#[cfg(unix)]
mod guardian;

#[cfg(unix)]
mod unix;

#[cfg(windows)]
mod job;

#[cfg(windows)]
mod windows;

use crate::cancellation::Cancellation;
use anyhow::Result;
use awake::Awake;
use deadline::Deadline;
use output::{Closed, Drain};
use pause::pause_since;
use std::process::{Command, ExitStatus};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

pub use output::Output;
pub use owner::{Keeping, outside};
pub(crate) use start::thread;
#[cfg(unix)]
pub use unix::Group;
#[cfg(windows)]
pub use windows::Group;

/// What a process may use.
#[derive(Clone, Copy)]
pub struct Limits {
    /// Wall-clock time; what a machine sleeps or is halted is not counted, nor, on Linux and within limits,
    /// the time that the process waited for a processor.
    pub time: Duration,
    /// Bytes kept of each stream's beginning, and again of its end.
    pub output: usize,
}

/// How a process ended.
#[derive(Debug)]
pub enum Ended {
    /// It exited with this status.
    Exited(ExitStatus),
    /// It ran out of time and was killed.
    TimedOut,
}

/// How a process ended, and what it printed.
pub struct ProcessOutcome {
    /// How it ended.
    pub ended: Ended,
    /// What it wrote to standard output.
    pub stdout: Output,
    /// What it wrote to standard error.
    pub stderr: Output,
    /// How long it ran.
    pub elapsed: Duration,
    /// Whether processes that it had started were still running when it exited. They were killed.
    pub left_processes: bool,
}

/// Runs one of the workbook's tools to its end within the limits.
///
/// # Errors
/// When it cannot be started, or when the run is cancelled, after its group was killed.
pub fn run(
    command: Command,
    limits: Limits,
    cancellation: &Cancellation,
) -> Result<ProcessOutcome> {
    run_keeping(Keeping::Servers, command, limits, cancellation)
}

/// Runs a test or a benchmark to its end within the limits: nothing that it started outlives it.
///
/// # Errors
/// As [`run`].
pub fn run_test(
    command: Command,
    limits: Limits,
    cancellation: &Cancellation,
) -> Result<ProcessOutcome> {
    run_keeping(Keeping::Nothing, command, limits, cancellation)
}

fn run_keeping(
    keeping: Keeping,
    command: Command,
    limits: Limits,
    cancellation: &Cancellation,
) -> Result<ProcessOutcome> {
    let start = Instant::now();
    let mut clock = Awake::start();
    let mut group = Group::spawn(command, keeping)?;
    let (closing, closed) = channel();
    let stdout = Drain::start(group.stdout(), limits.output, closing.clone())?;
    let stderr = Drain::start(group.stderr(), limits.output, closing)?;
    let mut last_sign = start;
    let mut deadline = Deadline::after(limits.time);
    let ended = loop {
        if let Some(status) = group.poll()? {
            break Ended::Exited(status);
        }
        cancellation.check()?;
        if deadline.has_passed(clock.passed(), || group.run_delay()) {
            break Ended::TimedOut;
        }
        match closed.recv_timeout(pause_since(last_sign)) {
            Ok(Closed) => last_sign = Instant::now(),
            Err(RecvTimeoutError::Timeout) => {}
            // Both streams are closed, but the process is still running.
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(pause_since(last_sign)),
        }
    };
    let elapsed = start.elapsed();
    let had_survivors = group.kill();
    let left_processes = had_survivors && matches!(ended, Ended::Exited(_));
    Ok(ProcessOutcome {
        ended,
        stdout: stdout.finish(),
        stderr: stderr.finish(),
        elapsed,
        left_processes,
    })
}

impl Group {
    /// Waits until the first process of the group has ended, polling it less often as time passes.
    ///
    /// # Errors
    /// When the run is cancelled.
    pub fn wait(&mut self, cancellation: &Cancellation) -> Result<ExitStatus> {
        let start = Instant::now();
        loop {
            if let Some(status) = self.poll()? {
                return Ok(status);
            }
            cancellation.check()?;
            std::thread::sleep(pause_since(start));
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}
