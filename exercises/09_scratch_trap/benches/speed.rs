//! Bad against yours: a worker thread that lives for a few batches, below Bad's limit.
//!
//! Bad panics past its limit, so it can only be timed below. There it never resets: each batch
//! touches memory that this thread has not touched yet. A scratch that is reset works in one warm
//! chunk. Each sample runs on its own thread, so that each starts with an empty scratch; starting
//! the thread costs both sides the same.

use std::hash::{DefaultHasher, Hash, Hasher};

use fastrand::Rng;
use scratch_trap::process_batch;

#[path = "../tests/graded/readings.rs"]
mod readings;

const N_BATCHES: usize = 400;

/// All fields of a summary. The compiler need not compute what is never read.
macro_rules! checksum {
    ($summary:expr) => {{
        let mut hasher = DefaultHasher::new();
        let summary = $summary;
        (summary.readings, summary.rest, summary.peak).hash(&mut hasher);
        (summary.crossings, summary.path).hash(&mut hasher);
        hasher.finish()
    }};
}

pub(crate) fn main() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let inputs: Vec<Vec<Vec<i32>>> = (0..4)
        .map(|_| {
            (0..N_BATCHES)
                .map(|_| readings::batch(&mut rng, 4_096))
                .collect()
        })
        .collect();
    yardstick::speed::compare(
        "a worker's short life",
        &inputs,
        |batches| on_a_thread(batches, |batch| checksum!(bad::process_batch(batch))),
        |batches| on_a_thread(batches, |batch| checksum!(process_batch(batch))),
    );
}

fn on_a_thread(batches: &[Vec<i32>], summarise: impl Fn(&[i32]) -> u64 + Sync) -> u64 {
    let work = || {
        batches
            .iter()
            .map(|batch| summarise(batch))
            .fold(0_u64, |sum, one| sum.wrapping_mul(31).wrapping_add(one))
    };
    std::thread::scope(|scope| scope.spawn(work).join().expect("the limit is not reached"))
}
