//! Replaces the scheduler: makes two logs be read alternately, a line of one, a line of the other,
//! so that both are certainly being read at the same time, on any machine.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a worker in the middle of its log waits for another worker to reach one. Only a lock,
/// or work on one thread, makes it wait that long.
const PATIENCE: Duration = Duration::from_secs(5);

/// The two logs, once they are known, and whose turn it is.
pub(crate) struct Turns {
    n_lines: usize,
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
}

impl Turns {
    /// For logs of `n_lines` lines each.
    pub(crate) fn new(n_lines: usize) -> Self {
        Self {
            n_lines,
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
            return;
        };
        state.logs[me].1 += 1;
        state.turn = 1 - me;
        self.changed.notify_all();
        if state.logs[me].1 == self.n_lines {
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
