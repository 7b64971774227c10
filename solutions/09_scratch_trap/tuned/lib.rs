//! Bad tuned without an arena: one vector for each batch, which is smoothed in place, and no list of changes. The
//! allocator gives every batch the block that the one before it freed.

use std::cell::RefCell;

use bumpalo::Bump;

thread_local! {
    static SCRATCH: RefCell<Bump> = RefCell::new(Bump::new());
}

/// Lends the thread's scratch arena to `f`. Nothing allocated in it can leave with the result.
pub fn with_scratch<R>(f: impl FnOnce(&Bump) -> R) -> R {
    SCRATCH.with(|scratch| f(&scratch.borrow()))
}

/// The summary of a batch. It is only numbers.
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
    // Distances from rest.
    let mut values: Vec<i32> = readings.iter().map(|reading| reading - rest).collect();
    smooth(&mut values);
    let pairs = || values.iter().zip(values.iter().skip(1));
    Summary {
        readings: readings.len(),
        rest,
        peak: values.iter().map(|value| value.abs()).max().unwrap_or(0),
        crossings: pairs()
            .filter(|(value, next)| (**value < 0) != (**next < 0))
            .count(),
        path: pairs()
            .map(|(value, next)| i64::from((next - value).abs()))
            .sum(),
    }
}

fn mean(readings: &[i32]) -> i32 {
    let sum: i64 = readings.iter().map(|reading| i64::from(*reading)).sum();
    let n_readings = i64::try_from(readings.len().max(1)).unwrap_or(i64::MAX);
    i32::try_from(sum / n_readings).expect("a mean is between the readings")
}

/// Averages each value with the next, which removes the converter's noise.
fn smooth(values: &mut [i32]) {
    for place in 1..values.len() {
        values[place - 1] = (values[place - 1] + values[place]) / 2;
    }
}
