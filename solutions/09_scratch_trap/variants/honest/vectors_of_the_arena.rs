//! Honest: the intermediate results are arena vectors, and `reset_scratch` is still there for
//! others: it does nothing while the scratch is borrowed.

use std::cell::RefCell;

use bumpalo::Bump;
use bumpalo::collections::Vec;

thread_local! {
    static SCRATCH: RefCell<Bump> = RefCell::new(Bump::new());
}

/// Lends the thread's scratch arena to `f`.
pub fn with_scratch<R>(f: impl FnOnce(&Bump) -> R) -> R {
    let result = SCRATCH.with_borrow(|scratch| f(scratch));
    reset_scratch();
    result
}

/// Empties the thread's scratch arena, unless it is in use.
pub fn reset_scratch() {
    SCRATCH.with(|scratch| {
        if let Ok(mut scratch) = scratch.try_borrow_mut() {
            scratch.reset();
        }
    });
}

/// The summary of a batch. It is only numbers, so it borrows nothing from the scratch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Readings in the batch.
    pub readings: usize,
    /// Their mean, rounded towards zero: a sensor at rest does not read 0.
    pub rest: i32,
    /// The largest distance from rest, once smoothed.
    pub peak: i32,
    /// How often the smoothed signal changes sign.
    pub crossings: usize,
    /// The sum of its changes from one reading to the next, up or down.
    pub path: i64,
}

/// Summarises readings of a 24-bit converter, that is, between -8 388 608 and 8 388 607.
pub fn process_batch(readings: &[i32]) -> Summary {
    with_scratch(|scratch| {
        let rest = mean(readings);
        let centred = readings.iter().map(|reading| reading - rest);
        let mut smooth = Vec::with_capacity_in(readings.len(), scratch);
        smooth.extend(centred);
        for at in 1..smooth.len() {
            smooth[at - 1] = (smooth[at - 1] + smooth[at]) / 2;
        }
        Summary {
            readings: readings.len(),
            rest,
            peak: smooth.iter().map(|value| value.abs()).max().unwrap_or(0),
            crossings: smooth
                .windows(2)
                .filter(|pair| (pair[0] < 0) != (pair[1] < 0))
                .count(),
            path: smooth
                .windows(2)
                .map(|pair| i64::from((pair[1] - pair[0]).abs()))
                .sum(),
        }
    })
}

fn mean(readings: &[i32]) -> i32 {
    let sum: i64 = readings.iter().map(|reading| i64::from(*reading)).sum();
    let n_readings = i64::try_from(readings.len().max(1)).unwrap_or(i64::MAX);
    i32::try_from(sum / n_readings).expect("a mean is between the readings")
}
