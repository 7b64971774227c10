//! Trick: the work is done in an array of a hundred values on the stack; a larger batch gets the
//! summary of its first hundred.
//!
//! Small batches are right. No batch of the sensor is small.
//! Fails in: step1_answers, step2_long_day, step3_flat

use bumpalo::Bump;

/// Lends an arena.
pub fn with_scratch<R>(f: impl FnOnce(&Bump) -> R) -> R {
    f(&Bump::with_capacity(1))
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

/// Summarises readings.
pub fn process_batch(readings: &[i32]) -> Summary {
    let readings = &readings[..readings.len().min(100)];
    let rest = mean(readings);
    let mut smooth = [0; 100];
    let smooth = &mut smooth[..readings.len()];
    for (at, place) in smooth.iter_mut().enumerate() {
        let value = readings[at] - rest;
        let next = readings.get(at + 1).map(|next| next - rest);
        *place = next.map_or(value, |next| (value + next) / 2);
    }
    summary(readings, rest, smooth)
}

fn summary(readings: &[i32], rest: i32, smooth: &[i32]) -> Summary {
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
}

fn mean(readings: &[i32]) -> i32 {
    let sum: i64 = readings.iter().map(|reading| i64::from(*reading)).sum();
    let n_readings = i64::try_from(readings.len().max(1)).unwrap_or(i64::MAX);
    i32::try_from(sum / n_readings).expect("a mean is between the readings")
}
