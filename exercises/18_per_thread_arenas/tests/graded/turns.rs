//! Replaces the scheduler: makes two logs be read alternately, a line of one, a line of the other,
//! so that both are certainly being read at the same time, on any machine.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a worker in the middle of its log waits for another worker to reach one. Only a lock,
/// or work on one thread, makes it wait that long.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long the first of the two logs is held at its last line, until enough others were read.
const PATIENCE_WITH_OTHERS: Duration = Duration::from_secs(1);

/// The two logs, once they are known, and whose turn it is.
pub(crate) struct Turns {
    n_lines: usize,
    /// How many lines of other logs the first of the two waits for.
    n_others: usize,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The first two logs that reached a line, and the number of their lines taken.
    logs: Vec<(usize, usize)>,
    /// An index into `logs`.
    turn: usize,
    gave_up: bool,
    /// Lines of other logs, since the two are known.
    n_others: usize,
}

impl Turns {
    /// For logs of `n_lines` lines each. While the first of the two is read, so are `n_others` lines
    /// of other logs, or as many as can be.
    pub(crate) fn new(n_lines: usize, n_others: usize) -> Self {
        Self {
            n_lines,
            n_others,
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// Called once for each line of each log: gives the other of the two logs a turn.
    pub(crate) fn take(&self, log: usize) {
        let mut state = self.lock();
        if state.logs.len() < 2 && !state.logs.iter().any(|(number, _)| *number == log) {
            state.logs.push((log, 0));
        }
        let Some(me) = state.logs.iter().position(|(number, _)| *number == log) else {
            state.n_others += 1;
            self.changed.notify_all();
            return;
        };
        state.logs[me].1 += 1;
        state.turn = 1 - me;
        self.changed.notify_all();
        if state.logs[me].1 == self.n_lines {
            if me == 0 {
                let too_few = |state: &mut State| state.n_others < self.n_others;
                // Fewer are no failure: there may be no worker left for them.
                let waited = self
                    .changed
                    .wait_timeout_while(state, PATIENCE_WITH_OTHERS, too_few);
                drop(waited.unwrap_or_else(PoisonError::into_inner));
            }
            return;
        }
        let mine = |state: &mut State| state.turn != me && !state.gave_up;
        let (mut state, waited) = self
            .changed
            .wait_timeout_while(state, PATIENCE, mine)
            .unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() {
            state.gave_up = true;
            self.changed.notify_all();
        }
    }

    /// The two logs that were read alternately, or `None` if one waited for the other in vain.
    pub(crate) fn both(&self) -> Option<[usize; 2]> {
        let state = self.lock();
        match state.logs.as_slice() {
            [(one, _), (other, _)] if !state.gave_up => Some([*one, *other]),
            _ => None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
