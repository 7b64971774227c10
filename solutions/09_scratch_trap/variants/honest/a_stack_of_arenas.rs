//! A stack of empty arenas for each thread: a nested call takes another one, and a guard puts it
//! back.

use std::cell::RefCell;
use std::mem;

use bumpalo::Bump;

thread_local! {
    /// Arenas that wait, all of them empty; the last one that was used is on top. There are as many
    /// as calls have ever been inside each other.
    static WAITING: RefCell<Vec<Bump>> = const { RefCell::new(Vec::new()) };
}

/// An arena that has left the stack for one call. It comes back, empty, on every way out.
struct Lent(Bump);

impl Lent {
    fn take() -> Lent {
        // A thread that is about to end has no stack any more; then a new arena must do.
        let waiting = WAITING.try_with(|waiting| waiting.borrow_mut().pop());
        Lent(waiting.ok().flatten().unwrap_or_default())
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let mut arena = mem::take(&mut self.0);
        arena.reset();
        let _ = WAITING.try_with(|waiting| waiting.borrow_mut().push(arena));
    }
}

/// Lends a scratch arena of the thread to `f`. Nothing allocated in it can leave with the result.
/// A call inside another one gets an arena of its own, so no borrow of a cell is held while `f`
/// runs.
pub fn with_scratch<R>(f: impl FnOnce(&Bump) -> R) -> R {
    let lent = Lent::take();
    f(&lent.0)
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
        let signal = scratch.alloc_slice_copy(readings);
        signal.iter_mut().for_each(|value| *value -= rest);
        // Smoothed in place: each value looks at the next one only, which is still as it was.
        for at in 1..signal.len() {
            signal[at - 1] = (signal[at - 1] + signal[at]) / 2;
        }
        let mut summary = Summary {
            readings: readings.len(),
            rest,
            peak: signal.iter().map(|value| value.abs()).max().unwrap_or(0),
            ..Summary::default()
        };
        for pair in signal.windows(2) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_calls_do_not_share() {
        with_scratch(|outer| {
            let kept = outer.alloc(1);
            assert_eq!(process_batch(&[1, 3]).readings, 2);
            with_scratch(|inner| assert!(!std::ptr::eq(inner, outer)));
            assert_eq!(*kept, 1);
        });
        assert_eq!(WAITING.with_borrow(Vec::len), 2);
    }
}
