//! What a process printed: its beginning and its end, read while it runs.

use super::awake::within;
use super::start::thread;
use crate::text::size;
use anyhow::Result;
use std::collections::VecDeque;
use std::io::Read;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long to wait for a process's output once it and its group are gone. A process that escaped
/// from the group could hold the pipe open for ever.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(1);

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

/// A stream has reached its end.
pub(super) struct Closed;

/// A thread that empties a pipe.
pub(super) struct Drain {
    kept: Arc<Mutex<Output>>,
    thread: Option<JoinHandle<()>>,
}

impl Drain {
    pub(super) fn start<P: Read + Send + 'static>(
        pipe: Option<P>,
        limit: usize,
        closing: Sender<Closed>,
    ) -> Result<Self> {
        let kept = Arc::new(Mutex::new(Output::new(limit)));
        let sink = Arc::clone(&kept);
        let read = |mut pipe: P| {
            thread(move || {
                let mut buffer = vec![0; 1 << 16];
                while let Ok(n @ 1..) = pipe.read(&mut buffer) {
                    let mut sink = sink.lock().unwrap_or_else(PoisonError::into_inner);
                    sink.push(&buffer[..n]);
                }
                // The receiver may be gone.
                let _ = closing.send(Closed);
            })
        };
        let thread = pipe.map(read).transpose()?;
        Ok(Self { kept, thread })
    }

    pub(super) fn finish(self) -> Output {
        let is_done = || self.thread.as_ref().is_none_or(JoinHandle::is_finished);
        within(DRAIN_TIMEOUT, is_done);
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
