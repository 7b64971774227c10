//! Takes the scheduler's place: lets two logs be read by turns, a line of the one, a line of the
//! other, so that both are surely in work at the same time, on any machine.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a worker in the midst of its log waits for another worker to get to one. Nothing but a
/// lock, or work on one thread, makes it wait so long.
const PATIENCE: Duration = Duration::from_secs(5);

/// The two logs, once they are known, and whose turn it is.
pub(crate) struct Turns {
    n_lines: usize,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The first two logs that got to a line, and how many of their lines were taken.
    logs: Vec<(usize, usize)>,
    /// A place in `logs`.
    turn: usize,
    gave_up: bool,
}

impl Turns {
    /// For logs of so many lines each.
    pub(crate) fn new(n_lines: usize) -> Self {
        Self {
            n_lines,
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// Called once for each line of each log: lets the other of the two logs have a turn.
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

    /// The two logs that were read by turns; or nothing, when one waited for the other in vain.
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
