//! How long a process stood in the queue for a processor, on Linux: time that it was not given.

use std::fs;
use std::time::Duration;

/// The longest that any thread of this process, running or not, has waited for a processor so far; zero where the system
/// does not say. A busy machine makes each of several threads wait, but not one after the other.
pub(super) fn wait_of(pid: u32) -> Duration {
    let Ok(threads) = fs::read_dir(format!("/proc/{pid}/task")) else {
        return Duration::ZERO;
    };
    let waits = threads
        .flatten()
        .filter_map(|thread| fs::read_to_string(thread.path().join("schedstat")).ok())
        .filter_map(|text| wait_in(&text));
    waits.max().unwrap_or_default()
}

/// The second figure of a `schedstat` file: nanoseconds in the queue (the first is those on a processor, the third counts
/// the turns; `Documentation/scheduler/sched-stats.rst` of Linux).
fn wait_in(schedstat: &str) -> Option<Duration> {
    let nanoseconds = schedstat.split_ascii_whitespace().nth(1)?;
    nanoseconds.parse().ok().map(Duration::from_nanos)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::awake::within;
    use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

    #[test]
    fn the_wait_is_the_second_figure_in_nanoseconds() {
        let wait = wait_in("794749 1500000 12\n");
        assert_eq!(wait, Some(Duration::from_micros(1_500)));
        assert_eq!(wait_in(""), None);
    }

    #[test]
    fn threads_that_share_the_processors_wait() {
        // Some sandboxes do not say how long a thread waits.
        if fs::metadata("/proc/thread-self/schedstat").is_err() {
            return;
        }
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let pid = std::process::id();
        let is_seen = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..2 * processors {
                scope.spawn(|| {
                    while !is_seen.load(Relaxed) {
                        std::hint::spin_loop();
                    }
                });
            }
            let seen = within(Duration::from_secs(60), || {
                wait_of(pid) > Duration::from_millis(5)
            });
            is_seen.store(true, Relaxed);
            assert!(seen);
        });
    }

    #[test]
    fn a_process_that_is_gone_waited_for_nothing() {
        assert_eq!(wait_of(u32::MAX), Duration::ZERO);
    }
}
