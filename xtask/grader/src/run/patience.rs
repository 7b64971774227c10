//! How long a test is waited for: less once another test of the same exercise has not ended in time.

use crate::process::Limits;
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Once a test of an exercise has not ended in time, the exercise fails in any case, and most of its other tests may not end
/// either: they get this part of the time, and at least this long.
const PART: u32 = 5;
const LEAST: Duration = Duration::from_secs(2);

/// The limits of the tests of a run, whose binaries have numbers.
pub(super) struct Patience {
    limits: Limits,
    /// The binaries of which a test did not end in time.
    hung: Mutex<HashSet<usize>>,
}

impl Patience {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            hung: Mutex::default(),
        }
    }

    /// The limits of what is no test.
    pub(super) fn usual(&self) -> Limits {
        self.limits
    }

    /// The limits of a binary's next test.
    pub(super) fn of(&self, binary: usize) -> Limits {
        let hung = self.hung.lock().unwrap_or_else(PoisonError::into_inner);
        let usual = self.limits.time;
        let time = match hung.contains(&binary) {
            true => (usual / PART).max(LEAST).min(usual),
            false => usual,
        };
        Limits {
            time,
            ..self.limits
        }
    }

    /// Notes that a test of this binary did not end in this time; returns what is to be said of the time, if it was not the
    /// usual one.
    pub(super) fn ran_out(&self, binary: usize, limits: Limits) -> Option<String> {
        let mut hung = self.hung.lock().unwrap_or_else(PoisonError::into_inner);
        hung.insert(binary);
        let usual = self.limits.time;
        (limits.time < usual).then(|| {
            let usual = usual.as_secs_f64();
            format!(
                "it had less than {usual} s, since another test of this exercise did not end in time"
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patience(seconds: f64) -> Patience {
        Patience::new(Limits {
            time: Duration::from_secs_f64(seconds),
            output: 0,
        })
    }

    #[test]
    fn only_tests_of_the_same_exercise_get_less() {
        let patience = patience(10.0);
        assert_eq!(patience.ran_out(1, patience.of(1)), None);
        assert_eq!(patience.of(0).time, Duration::from_secs(10));
        assert_eq!(patience.of(1).time, Duration::from_secs(2));
        let said = patience.ran_out(1, patience.of(1));
        assert!(said.is_some_and(|said| said.starts_with("it had less than 10 s, since")));
    }

    #[test]
    fn nothing_gets_less_than_two_seconds_because_of_another_test_or_more_than_was_asked_for() {
        for (usual, after) in [(3.0, 2.0), (0.5, 0.5)] {
            let patience = patience(usual);
            patience.ran_out(0, patience.of(0));
            assert_eq!(patience.of(0).time, Duration::from_secs_f64(after));
        }
    }
}
