//! Time that counts against a process: what passes while the machine runs.

use super::pause::pause_since;
use std::time::{Duration, Instant};

/// No poll takes longer than this, unless nothing on the machine runs meanwhile: a virtual machine is halted now and then
/// for seconds, and some systems count the time that a laptop sleeps.
const STEP: Duration = Duration::from_millis(250);

/// A clock to be polled often, which does not count the time for which the machine was halted.
pub(super) struct Awake {
    polled: Instant,
    passed: Duration,
}

impl Awake {
    pub(super) fn start() -> Self {
        Self {
            polled: Instant::now(),
            passed: Duration::ZERO,
        }
    }

    /// The time since the start; of that since the last call, a step at most.
    pub(super) fn passed(&mut self) -> Duration {
        self.passed_at(Instant::now())
    }

    fn passed_at(&mut self, now: Instant) -> Duration {
        let since = now - std::mem::replace(&mut self.polled, now);
        self.passed += since.min(STEP);
        self.passed
    }
}

/// Waits until this holds, for `limit` at most; returns whether it does.
pub(super) fn within(limit: Duration, mut holds: impl FnMut() -> bool) -> bool {
    let (start, mut clock) = (Instant::now(), Awake::start());
    while !holds() {
        if clock.passed() >= limit {
            return false;
        }
        std::thread::sleep(pause_since(start));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_halt_counts_as_one_step() {
        let mut clock = Awake::start();
        let second = Duration::from_secs(1);
        let start = clock.polled;
        for ms in (5..=1_000).step_by(5) {
            clock.passed_at(start + Duration::from_millis(ms));
        }
        assert_eq!(clock.passed, second);
        assert_eq!(clock.passed_at(start + 60 * second), second + STEP);
        let later = start + 60 * second + Duration::from_millis(5);
        assert_eq!(
            clock.passed_at(later),
            second + STEP + Duration::from_millis(5)
        );
    }
}
