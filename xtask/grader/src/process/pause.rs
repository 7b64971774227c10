//! How often a running process is polled.

use std::time::{Duration, Instant};

/// The shortest and the longest pause between two polls of a running process. Most tests end within
/// milliseconds, and a learner waits for them; a benchmark should rarely be disturbed. A process
/// that closes its output is polled sooner, since most do that when they end.
const POLL: [Duration; 2] = [Duration::from_micros(100), Duration::from_millis(5)];

/// How long to wait before the next poll; the pause grows with the time since the last sign of
/// life.
pub(super) fn pause_since(last_sign: Instant) -> Duration {
    (last_sign.elapsed() / 20).clamp(POLL[0], POLL[1])
}
