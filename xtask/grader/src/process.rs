//! Child processes: each in a group of its own, limited in time and output, and killed as a group.
//!
//! They run a learner's code, so nothing is assumed about them. A process may print without end
//! (output beyond a limit is drained and counted, not kept), may never end (it is killed), and may
//! leave others behind (its whole group is killed).

use crate::cancellation::Cancellation;
use crate::text::size;
use anyhow::{Context, Result};
use process_wrap::std::{ChildWrapper, CommandWrap};
use std::collections::VecDeque;
use std::io::Read;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The shortest and the longest pause between two polls of a running process. Most tests end within
/// milliseconds, and a learner waits for them; a benchmark should rarely be disturbed. A process
/// that closes its output is polled sooner, since most do that when they end.
const POLL: [Duration; 2] = [Duration::from_micros(100), Duration::from_millis(5)];
/// How long to wait for a process's output once it and its group are gone. A process that escaped
/// from the group could hold the pipe open for ever.
const DRAIN_TIMEOUT: Duration = Duration::from_millis(500);

/// What a process may use.
#[derive(Clone, Copy)]
pub struct Limits {
    /// Wall-clock time.
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

/// The beginning and the end of a stream.
#[derive(Clone, Default)]
pub struct Output {
    limit: usize,
    head: Vec<u8>,
    tail: VecDeque<u8>,
    total: u64,
}

impl Output {
    fn new(limit: usize) -> Self {
        Self {
            limit,
            ..Self::default()
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        self.total += bytes.len() as u64;
        let room = self.limit.saturating_sub(self.head.len()).min(bytes.len());
        let (head, rest) = bytes.split_at(room);
        self.head.extend_from_slice(head);
        // Only the last `limit` bytes are kept, so the others need not pass through the queue.
        self.tail
            .extend(&rest[rest.len().saturating_sub(self.limit)..]);
        let excess = self.tail.len().saturating_sub(self.limit);
        self.tail.drain(..excess);
    }

    /// Bytes written in all, kept or not.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }

    /// What was kept, as text; bytes that are not UTF-8 become `�`. The size of what was dropped
    /// between beginning and end is noted there.
    #[must_use]
    pub fn text(&self) -> String {
        let kept = (self.head.len() + self.tail.len()) as u64;
        let tail: Vec<u8> = self.tail.iter().copied().collect();
        if kept == self.total {
            let whole = [self.head.as_slice(), &tail].concat();
            return String::from_utf8_lossy(&whole).into_owned();
        }
        let head = String::from_utf8_lossy(&self.head);
        let tail = String::from_utf8_lossy(&tail);
        let missing = size(self.total - kept);
        format!("{head}\n[... {missing} left out ...]\n{tail}")
    }
}

/// Runs `command` to its end within the limits.
///
/// # Errors
/// When it cannot be started, or when the run is cancelled, after its group was killed.
pub fn run(
    command: Command,
    limits: Limits,
    cancellation: &Cancellation,
) -> Result<ProcessOutcome> {
    let start = Instant::now();
    let mut group = Group::spawn(command)?;
    let (closing, closed) = channel();
    let stdout = Drain::start(group.child.stdout().take(), limits.output, closing.clone());
    let stderr = Drain::start(group.child.stderr().take(), limits.output, closing);
    let mut last_sign = start;
    let ended = loop {
        if let Some(status) = group.poll()? {
            break Ended::Exited(status);
        }
        cancellation.check()?;
        if start.elapsed() > limits.time {
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

/// A process and all that it starts, in a group that is killed when this is dropped.
pub struct Group {
    child: Box<dyn ChildWrapper>,
}

impl Group {
    /// Starts `command` without input, with both outputs as pipes.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn spawn(mut command: Command) -> Result<Self> {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let program = command.get_program().to_string_lossy().into_owned();
        let mut wrap = CommandWrap::from(command);
        #[cfg(unix)]
        wrap.wrap(process_wrap::std::ProcessGroup::leader());
        #[cfg(windows)]
        wrap.wrap(process_wrap::std::JobObject);
        let child = wrap
            .spawn()
            .with_context(|| format!("`{program}` cannot be started"))?;
        Ok(Self { child })
    }

    /// The status, once the first process of the group has ended.
    fn poll(&mut self) -> Result<Option<ExitStatus>> {
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

    /// Kills what is left of the group; returns whether anything was. Where the system cannot tell
    /// (Windows ends a job whether or not it is empty), the answer is no.
    fn kill(&mut self) -> bool {
        let had_survivors = self.child.start_kill().is_ok();
        // Reaps the first process; the others are left to the system.
        let _ = self.child.wait();
        had_survivors && cfg!(unix)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}

/// How long to wait before the next poll; the pause grows with the time since the last sign of
/// life.
fn pause_since(last_sign: Instant) -> Duration {
    (last_sign.elapsed() / 20).clamp(POLL[0], POLL[1])
}

/// A stream has reached its end.
struct Closed;

/// A thread that empties a pipe.
struct Drain {
    kept: Arc<Mutex<Output>>,
    thread: Option<JoinHandle<()>>,
}

impl Drain {
    fn start(
        pipe: Option<impl Read + Send + 'static>,
        limit: usize,
        closing: Sender<Closed>,
    ) -> Self {
        let kept = Arc::new(Mutex::new(Output::new(limit)));
        let sink = Arc::clone(&kept);
        let thread = pipe.map(|mut pipe| {
            std::thread::spawn(move || {
                let mut buffer = vec![0; 1 << 16];
                while let Ok(n @ 1..) = pipe.read(&mut buffer) {
                    let mut sink = sink.lock().unwrap_or_else(PoisonError::into_inner);
                    sink.push(&buffer[..n]);
                }
                // The receiver may be gone.
                let _ = closing.send(Closed);
            })
        });
        Self { kept, thread }
    }

    fn finish(self) -> Output {
        let start = Instant::now();
        let is_done = || self.thread.as_ref().is_none_or(JoinHandle::is_finished);
        while !is_done() && start.elapsed() < DRAIN_TIMEOUT {
            std::thread::sleep(pause_since(start));
        }
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_within_the_limit_is_whole() {
        let mut output = Output::new(4);
        output.push(b"abc");
        output.push(b"defgh");
        assert_eq!(output.text(), "abcdefgh");
    }

    #[test]
    fn output_beyond_the_limit_keeps_both_ends_and_counts_the_rest() {
        let mut output = Output::new(3);
        for _ in 0..1_000 {
            output.push(b"0123456789");
        }
        assert_eq!(output.total(), 10_000);
        assert_eq!(output.text(), "012\n[... 10.0 kB left out ...]\n789");
    }

    #[test]
    fn bytes_that_are_not_text_are_replaced() {
        let mut output = Output::new(10);
        output.push(b"a\xff\xfeb");
        assert_eq!(output.text(), "a\u{fffd}\u{fffd}b");
    }
}
