//! When each log was read: from its first line to its last, by a clock that ticks with each line of any
//! log.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use per_thread_arenas::Report;
use yardstick::Chunks;

use super::arenas;

pub(crate) struct Spans {
    clock: AtomicUsize,
    /// For each log, the times of its first line and its last.
    logs: Vec<[AtomicUsize; 2]>,
}

impl Spans {
    pub(crate) fn new(n_logs: usize) -> Self {
        let log = || [AtomicUsize::new(usize::MAX), AtomicUsize::new(0)];
        Self {
            clock: AtomicUsize::new(1),
            logs: std::iter::repeat_with(log).take(n_logs).collect(),
        }
    }

    /// Called at each line of each log.
    pub(crate) fn tick(&self, log: usize) {
        let now = self.clock.fetch_add(1, SeqCst);
        let [first, last] = &self.logs[log];
        first.fetch_min(now, SeqCst);
        last.fetch_max(now, SeqCst);
    }

    /// Two logs that were read at the same time and are in the same arena, if there are any.
    pub(crate) fn sharing(&self, reports: &[Report<'_>], arenas: &[Chunks]) -> Option<[usize; 2]> {
        let mut of_arenas = vec![Vec::new(); arenas.len()];
        for (number, report) in reports.iter().enumerate() {
            let mut places: Vec<usize> = arenas::addresses(report)
                .into_iter()
                .step_by(7)
                .filter_map(|address| arenas::holding(arenas, address))
                .collect();
            places.sort_unstable();
            places.dedup();
            places
                .iter()
                .for_each(|place| of_arenas[*place].push(number));
        }
        of_arenas
            .into_iter()
            .find_map(|numbers| self.overlapping(numbers))
    }

    fn overlapping(&self, mut numbers: Vec<usize>) -> Option<[usize; 2]> {
        let [first, last] =
            [0, 1].map(|end| move |number: usize| self.logs[number][end].load(SeqCst));
        numbers.sort_unstable_by_key(|number| first(*number));
        let mut numbers = numbers.into_iter();
        // The one that was read for longest, of those so far.
        let mut open = numbers.next()?;
        for number in numbers {
            if first(number) < last(open) {
                return Some([open, number]);
            }
            open = number;
        }
        None
    }
}
