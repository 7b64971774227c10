//! A simulated clock shows what a benchmark times beside the work.

use crate::prose::{self, thousands};
use listings::performance::{copied, timed};
use std::cell::Cell;

const COPY: u64 = 1000;
const WORK: [u64; 2] = [100, 50];

/// Takes its time when it is copied.
struct Input<'c>(&'c Cell<u64>);

impl Clone for Input<'_> {
    fn clone(&self) -> Self {
        self.0.set(self.0.get() + COPY);
        Self(self.0)
    }
}

#[test]
fn a_copy_that_is_timed_hides_a_gain() {
    let clock = Cell::new(0);
    let input = Input(&clock);
    let wait = |ticks| {
        move |input: &mut Input<'_>| {
            input.0.set(input.0.get() + ticks);
        }
    };
    let bad = WORK.map(|ticks| {
        copied::timed(|| clock.get(), &input, wait(ticks))
    });
    let good = WORK.map(|ticks| {
        timed(|| clock.get(), &input, wait(ticks))
    });
    let work: u64 = WORK.iter().sum();
    assert_eq!(clock.get(), 2 * (2 * COPY + work));
    let ratio = |[slow, fast]: [u64; 2]| {
        format!("{:.2}", slow as f64 / fast as f64)
    };
    let [slow, fast] = WORK;
    let (bad, good) = (ratio(bad), ratio(good));
    prose::says(
        "performance.md",
        &format!(
            "one takes {slow} ticks, the other {fast}, and a copy {}. By \
             the Bad side's times the second is {bad} times as fast, and by the Good side's {good} times",
            thousands(COPY)
        ),
    );
}
