//! Four arenas for each thread, one for each level of nesting, lent by a guard that puts the
//! level back even if the work panics; one buffer in the arena, changed in place.

use std::cell::RefCell;

use bumpalo::Bump;

/// Calls nest, so a thread may have several arenas; those beyond this many are not kept.
const KEEP: usize = 4;

thread_local! {
    /// The thread's arenas that no call uses at the moment, each of them empty.
    static IDLE: RefCell<[Option<Bump>; KEEP]> = const { RefCell::new([const { None }; KEEP]) };
}

/// An arena that one call has for itself. It goes back, empty, on every way out of that call.
struct Scratch {
    arena: Bump,
}

impl Scratch {
    /// The first idle arena: the outermost call always finds the same one.
    fn take() -> Self {
        let arena = IDLE.with_borrow_mut(|idle| idle.iter_mut().find_map(Option::take));
        Self {
            arena: arena.unwrap_or_default(),
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let mut arena = std::mem::take(&mut self.arena);
        arena.reset();
        IDLE.with_borrow_mut(|idle| {
            // The last to be given back is the outermost call's: it goes to the front.
            // If none is free, an inner call's arena makes room.
            let free = idle.iter().position(Option::is_none);
            idle[..=free.unwrap_or(KEEP - 1)].rotate_right(1);
            idle[0] = Some(arena);
        });
    }
}

/// Lends a scratch arena of the thread to `f`. Nothing allocated in it can leave with the result. A
/// call within a call gets another one.
pub fn with_scratch<R>(f: impl FnOnce(&Bump) -> R) -> R {
    f(&Scratch::take().arena)
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
        // One buffer, changed in place.
        let values = scratch.alloc_slice_fill_iter(readings.iter().map(|reading| reading - rest));
        smooth(values);
        let mut summary = Summary {
            readings: readings.len(),
            rest,
            peak: values.iter().map(|value| value.abs()).max().unwrap_or(0),
            ..Summary::default()
        };
        for pair in values.windows(2) {
            summary.crossings += usize::from((pair[0] < 0) != (pair[1] < 0));
            summary.path += i64::from((pair[1] - pair[0]).abs());
        }
        summary
    })
}

fn mean(readings: &[i32]) -> i32 {
    let sum: i64 = readings.iter().map(|reading| i64::from(*reading)).sum();
    let n_readings = i64::try_from(readings.len().max(1)).unwrap_or(i64::MAX);
    i32::try_from(sum / n_readings).expect("a mean is between the readings")
}

/// Averages each value with the next, which removes the converter's noise.
fn smooth(values: &mut [i32]) {
    for at in 1..values.len() {
        values[at - 1] = (values[at - 1] + values[at]) / 2;
    }
}
