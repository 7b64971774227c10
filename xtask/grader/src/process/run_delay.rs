//! The run delay of a process, as Linux calls it: how long it was ready to run, and no processor was free.

use std::fs;
use std::time::Duration;

/// The longest run delay of any thread of this process so far; zero where the system does not say. A busy machine makes each
/// of several threads wait, but not one after the other.
pub(super) fn of(pid: u32) -> Duration {
    let Ok(threads) = fs::read_dir(format!("/proc/{pid}/task")) else {
        return Duration::ZERO;
    };
    let delays = threads
        .flatten()
        .filter_map(|thread| fs::read_to_string(thread.path().join("schedstat")).ok())
        .filter_map(|text| delay_in(&text));
    delays.max().unwrap_or_default()
}

/// The second figure of a `schedstat` file: nanoseconds in the queue (the first is those on a processor, the third counts
/// the turns; `Documentation/scheduler/sched-stats.rst` of Linux).
fn delay_in(schedstat: &str) -> Option<Duration> {
    let nanoseconds = schedstat.split_ascii_whitespace().nth(1)?;
    nanoseconds.parse().ok().map(Duration::from_nanos)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::awake::within;
    use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

    #[test]
    fn the_run_delay_is_the_second_figure_in_nanoseconds() {
        let delay = delay_in("794749 1500000 12\n");
        assert_eq!(delay, Some(Duration::from_micros(1_500)));
        assert_eq!(delay_in(""), None);
    }

    #[test]
    fn threads_that_share_the_processors_wait() {
        // Some sandboxes have no such file, and a kernel may be told not to count: then all of it is zero.
        let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
        if text.is_empty() || text.starts_with("0 0 0") {
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
                of(pid) > Duration::from_millis(5)
            });
            is_seen.store(true, Relaxed);
            assert!(seen);
        });
    }

    #[test]
    fn a_process_that_is_gone_waited_for_nothing() {
        assert_eq!(of(u32::MAX), Duration::ZERO);
    }
}
