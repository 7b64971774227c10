//! The scratch is emptied by the outermost call; a long batch is worked off in blocks, so that one
//! of them cannot leave a huge scratch to its thread. Not right: a block has one reading of
//! overlap, but a change depends on three readings, so the last change of each block (of a million
//! readings) is computed with a value that was not smoothed.
//!
//! Fails in: step1_answers

use std::cell::RefCell;

use bumpalo::Bump;

/// Readings that are in the scratch at once.
const BLOCK: usize = 1 << 20;

thread_local! {
    static SCRATCH: RefCell<Bump> = RefCell::new(Bump::new());
}

/// Lends the thread's scratch arena to `f`. Nothing allocated in it can leave with the result.
pub fn with_scratch<R>(f: impl FnOnce(&Bump) -> R) -> R {
    SCRATCH.with(|scratch| {
        let result = f(&scratch.borrow());
        // Only the outermost call has it for itself.
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
    let mut summary = Summary {
        readings: readings.len(),
        rest,
        ..Summary::default()
    };
    let mut start = 0;
    while start < readings.len() {
        let end = readings.len().min(start + BLOCK);
        // Each value needs the next one: so the block has one more, which is not its own.
        let block = &readings[start..readings.len().min(end + 1)];
        with_scratch(|scratch| add_block(scratch, block, end - start, &mut summary));
        start = end;
    }
    summary
}

/// Adds the first `n_own` readings of a block.
fn add_block(scratch: &Bump, block: &[i32], n_own: usize, summary: &mut Summary) {
    let centred = centred(scratch, block, summary.rest);
    let smooth = smoothed(scratch, centred);
    let changes = changes(scratch, smooth);
    let peak = smooth[..n_own].iter().map(|value| value.abs()).max();
    summary.peak = summary.peak.max(peak.unwrap_or(0));
    summary.crossings += smooth
        .windows(2)
        .filter(|pair| (pair[0] < 0) != (pair[1] < 0))
        .count();
    let path: i64 = changes.iter().map(|change| i64::from(change.abs())).sum();
    summary.path += path;
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
