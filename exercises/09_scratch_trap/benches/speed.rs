//! Bad against yours: a worker thread that lives for a few batches, below the starter's limit.
//!
//! The starter panics past its limit, so it can only be timed below. There it never resets: each
//! batch touches memory that this thread has not touched yet. A scratch that is reset works in one
//! warm chunk. Each sample runs on a thread of its own, so that each begins with an empty scratch;
//! starting the thread costs both sides the same.

use fastrand::Rng;
use scratch_trap::process_batch;

#[path = "../bad.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the baseline; the bench needs only a part of it"
)]
mod bad;
#[path = "../tests/graded/logs.rs"]
mod logs;

const N_BATCHES: usize = 1600;

pub(crate) fn main() {
    let mut rng = Rng::with_seed(yardstick::seed());
    let inputs: Vec<Vec<String>> = (0..4)
        .map(|_| (0..N_BATCHES).map(|_| logs::batch(&mut rng, 100)).collect())
        .collect();
    yardstick::speed::compare(
        "a worker's short life",
        &inputs,
        |logs| on_a_thread(logs, |log| bad::process_batch(log).clients as u64),
        |logs| on_a_thread(logs, |log| process_batch(log).clients as u64),
    );
}

fn on_a_thread(logs: &[String], summarise: impl Fn(&str) -> u64 + Sync) -> u64 {
    let work = || {
        logs.iter()
            .map(|log| summarise(log))
            .fold(0, |sum, one| sum * 31 + one)
    };
    std::thread::scope(|scope| scope.spawn(work).join().expect("the limit is not reached"))
}
