//! When a process has had its time.

use std::time::Duration;

/// What a process waited for a processor is given back to it, up to so many times its limit: no other program on the machine
/// may make a right answer late, and an endless loop must end all the same.
const AT_MOST: u32 = 3;

/// The end of a process's time, which moves while the process is kept waiting.
pub(super) struct Deadline {
    limit: Duration,
    given_back: Duration,
}

impl Deadline {
    pub(super) fn after(limit: Duration) -> Self {
        Self {
            limit,
            given_back: Duration::ZERO,
        }
    }

    /// Whether it is over, once so much time has passed since the start; `waited` says how much of it the process waited for
    /// a processor, and is asked only when the answer depends on it.
    pub(super) fn has_passed(
        &mut self,
        passed: Duration,
        waited: impl FnOnce() -> Duration,
    ) -> bool {
        if passed <= self.limit + self.given_back {
            return false;
        }
        self.given_back = waited().min(AT_MOST * self.limit);
        passed > self.limit + self.given_back
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn what_it_waited_is_given_back() {
        let mut deadline = Deadline::after(2 * SECOND);
        assert!(!deadline.has_passed(2 * SECOND, || panic!("it has not had its time")));
        assert!(!deadline.has_passed(3 * SECOND, || 2 * SECOND));
        assert!(!deadline.has_passed(4 * SECOND, || panic!("it waited two seconds")));
        assert!(deadline.has_passed(5 * SECOND, || 2 * SECOND));
    }

    #[test]
    fn one_that_never_waits_has_its_limit() {
        assert!(Deadline::after(SECOND).has_passed(2 * SECOND, || Duration::ZERO));
    }

    #[test]
    fn one_that_always_waits_ends_too() {
        let mut deadline = Deadline::after(SECOND);
        assert!(!deadline.has_passed(4 * SECOND, || 60 * SECOND));
        assert!(deadline.has_passed(5 * SECOND, || 60 * SECOND));
    }
}
