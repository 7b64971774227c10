//! Trick: two scratches for the whole process, each behind a lock; a caller that finds both taken
//! gets a new arena.
//!
//! Beside one other thread, nobody sees a difference. Beside two, each call allocates.
//! Fails in: step3_flat

use std::sync::{Mutex, PoisonError, TryLockError};

use bumpalo::Bump;

static SCRATCHES: [Mutex<Option<Bump>>; 2] = [const { Mutex::new(None) }; 2];

/// Lends a scratch arena to `f`. Nothing allocated in it can leave with the result.
pub fn with_scratch<R>(f: impl FnOnce(&Bump) -> R) -> R {
    for scratch in &SCRATCHES {
        let mut slot = match scratch.try_lock() {
            Ok(slot) => slot,
            Err(TryLockError::Poisoned(slot)) => PoisonError::into_inner(slot),
            Err(TryLockError::WouldBlock) => continue,
        };
        let scratch = slot.get_or_insert_with(Bump::new);
        scratch.reset();
        let result = f(scratch);
        scratch.reset();
        return result;
    }
    f(&Bump::new())
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
        let centred = centred(scratch, readings, rest);
        let smooth = smoothed(scratch, centred);
        let changes = changes(scratch, smooth);
        let summary = Summary {
            readings: readings.len(),
            rest,
            peak: smooth.iter().map(|value| value.abs()).max().unwrap_or(0),
            crossings: smooth
                .windows(2)
                .filter(|pair| (pair[0] < 0) != (pair[1] < 0))
                .count(),
            path: changes.iter().map(|change| i64::from(change.abs())).sum(),
        };
        summary
    })
}

fn mean(readings: &[i32]) -> i32 {
    let sum: i64 = readings.iter().map(|reading| i64::from(*reading)).sum();
    let n_readings = i64::try_from(readings.len().max(1)).unwrap_or(i64::MAX);
    i32::try_from(sum / n_readings).expect("a mean is between the readings")
}

/// The readings, as distances from rest.
fn centred<'s>(scratch: &'s Bump, readings: &[i32], rest: i32) -> &'s [i32] {
    let centred = scratch.alloc_slice_copy(readings);
    centred.iter_mut().for_each(|value| *value -= rest);
    centred
}

/// Each value averaged with the next, which removes the converter's noise.
fn smoothed<'s>(scratch: &'s Bump, values: &[i32]) -> &'s [i32] {
    let smooth = scratch.alloc_slice_copy(values);
    for (value, next) in smooth.iter_mut().zip(values.iter().skip(1)) {
        *value = (*value + next) / 2;
    }
    smooth
}

/// The distance from each value to the next. The last has no next one, and gives 0.
fn changes<'s>(scratch: &'s Bump, values: &[i32]) -> &'s [i32] {
    let changes = scratch.alloc_slice_fill_copy(values.len(), 0);
    for (change, pair) in changes.iter_mut().zip(values.windows(2)) {
        *change = pair[1] - pair[0];
    }
    changes
}
