//! Trick: `with_scratch` lends a new arena each time, and batches are summarised in one pass,
//! without it.
//!
//! A batch may do without a buffer, but everyone else who works in the scratch pays for a new one.
//! Fails in: step3_flat

use bumpalo::Bump;

/// Lends an arena, which is never empty, so that it looks used.
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
