//! Honest: each value is needed only until the next one is known, so a batch needs no buffer at all.
//! The scratch is still there, and still emptied, for whoever else works in it.

use std::cell::RefCell;

use bumpalo::Bump;

thread_local! {
    static SCRATCH: RefCell<Bump> = RefCell::new(Bump::new());
}

/// Lends the thread's scratch arena to `f`, and empties it afterwards.
///
/// The arena is lent for a lifetime that `f` cannot choose, so nothing in it leaves with `R`.
///
/// Calls may nest. The inner one shares the arena with the outer one, whose data it must not free;
/// so only the outermost call empties it.
pub fn with_scratch<R>(f: impl FnOnce(&Bump) -> R) -> R {
    SCRATCH.with(|scratch| {
        // The borrow is a temporary of this statement, and ends with it: before the reset, and even
        // when `f` panics.
        let result = f(&scratch.borrow());
        // Fails only in a nested call, while an outer one still borrows. The outer one resets.
        if let Ok(mut scratch) = scratch.try_borrow_mut() {
            scratch.reset();
        }
        result
    })
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
    let rest = mean(readings);
    // Only the value before is needed, so no buffer is.
    let smooth = |at: usize| {
        let value = readings[at] - rest;
        let next = readings.get(at + 1).map(|next| next - rest);
        next.map_or(value, |next| (value + next) / 2)
    };
    let mut summary = Summary {
        readings: readings.len(),
        rest,
        ..Summary::default()
    };
    let mut before: Option<i32> = None;
    for value in (0..readings.len()).map(smooth) {
        summary.peak = summary.peak.max(value.abs());
        if let Some(before) = before {
            summary.crossings += usize::from((before < 0) != (value < 0));
            summary.path += i64::from((value - before).abs());
        }
        before = Some(value);
    }
    summary
}

fn mean(readings: &[i32]) -> i32 {
    let sum: i64 = readings.iter().map(|reading| i64::from(*reading)).sum();
    let n_readings = i64::try_from(readings.len().max(1)).unwrap_or(i64::MAX);
    i32::try_from(sum / n_readings).expect("a mean is between the readings")
}
