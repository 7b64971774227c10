//! A simulated clock shows what a benchmark leaves out.

use crate::prose::{self, thousands};
use listings::performance::{early, timed};
use std::cell::Cell;

const BOXES: u64 = 1000;

/// Takes one tick of the clock when it is dropped.
struct Tick<'c>(&'c Cell<u64>);

impl Drop for Tick<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

fn boxes(clock: &Cell<u64>) -> Vec<Box<Tick<'_>>> {
    (0..BOXES)
        .map(|_| Box::new(Tick(clock)))
        .collect()
}

#[test]
fn a_clock_that_stops_early_misses_every_drop() {
    let clock = Cell::new(0);
    let bad = early::timed(|| clock.get(), || boxes(&clock));
    let good = timed(|| clock.get(), || boxes(&clock));
    assert_eq!(clock.get(), 2 * BOXES, "both sides drop");
    prose::says(
        "performance.md",
        &format!(
            "For {} boxes the Bad side reads {bad} ticks, and the Good side {}",
            thousands(BOXES),
            thousands(good)
        ),
    );
}
