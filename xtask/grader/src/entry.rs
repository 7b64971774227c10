//! What is saved of one exercise.

use crate::protocol::BudgetUse;
use crate::results::{Best, Standing};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};
use workbook::step_of;

/// The state of one exercise.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// Hints shown so far, of all steps.
    pub hints: usize,
    /// Hints shown so far, by step.
    pub hints_of: BTreeMap<String, usize>,
    /// Its standing when it was last checked.
    pub standing: Option<Standing>,
    /// Steps passed then.
    pub steps_passed: usize,
    /// How many steps it has.
    pub steps: usize,
    /// Whether it had a star.
    pub star: bool,
    /// Heap calls of the latest attempt, where a test got as far as reporting them.
    pub heap_calls: Option<u64>,
    /// Heap calls of the attempt before it.
    pub last_heap_calls: Option<u64>,
    /// What failed first in the latest attempt.
    pub failure: Option<LastFailure>,
    /// The best result so far.
    pub best: Option<Best>,
    /// The number of the choice that was guessed, from 1; 0 if the question was skipped.
    pub guess: Option<usize>,
    /// Whether it was marked as known, and need not be done.
    pub known: bool,
    /// When its learner got where.
    pub moments: Moments,
}

impl Entry {
    /// Whether it has ever passed.
    #[must_use]
    pub fn has_passed(&self) -> bool {
        self.best.is_some() || self.standing == Some(Standing::Passed)
    }

    /// Whether it has a star, now or in its best result.
    #[must_use]
    pub fn has_star(&self) -> bool {
        self.star || self.best.as_ref().is_some_and(|best| best.star)
    }

    /// Whether nothing is left to do: it has passed, or is known.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.known || self.has_passed()
    }
}

/// The first test that failed in an attempt.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LastFailure {
    /// Its name, as `step2_budget::name`.
    pub test: String,
    /// The budget that it exceeded, if that is why.
    pub figure: Option<BudgetUse>,
    /// Whether it ran out of time.
    pub hangs: bool,
}

/// When a learner got where, in seconds since 1970: for whoever helps them. Checks of the starter as it was shipped do
/// not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Moments {
    /// The first check of a source that was edited.
    pub begun: Option<u64>,
    /// The first check that found the exercise where it is now.
    pub since: Option<u64>,
    /// The first pass.
    pub passed: Option<u64>,
}

/// Where an exercise is: whether it builds, and its first step that fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place(Option<Standing>, Option<String>, bool);

impl Place {
    pub(crate) fn of(entry: &Entry) -> Self {
        let failure = entry.failure.as_ref();
        let step = failure.map(|failure| step_of(&failure.test).to_owned());
        Self(
            entry.standing,
            step,
            failure.is_some_and(|failure| failure.hangs),
        )
    }
}

impl Entry {
    /// Records when it got from `before` to where it is.
    pub(crate) fn record_moment(&mut self, before: &Place, is_edited: bool) {
        if !is_edited {
            // As shipped, or as shipped again.
            self.moments = Moments {
                passed: self.moments.passed,
                ..Moments::default()
            };
            return;
        }
        let now = now();
        if self.standing == Some(Standing::Passed) {
            self.moments.passed.get_or_insert(now);
        }
        if self.moments.begun.is_none() || Place::of(self) != *before {
            self.moments.since = Some(now);
        }
        self.moments.begun.get_or_insert(now);
    }
}

/// Seconds since 1970.
#[must_use]
pub fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}
