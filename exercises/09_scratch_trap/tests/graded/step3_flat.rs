//! Memory follows the largest batch, and not the number of batches.
//!
//! Without a reset, or with a limit that is never reached, a scratch arena is a leak with a name.
//! Empty it after every batch, and each batch finds the same warm chunk: it needs no new memory,
//! and touches none that the cache does not know.
//! Before moving on: make a new `Bump` for each batch instead. Which test below notices?

use fastrand::Rng;
use scratch_trap::{process_batch, with_scratch};
use yardstick::Budget;

use super::{bad, logs};

#[test]
fn ten_thousand_small_batches_leave_the_scratch_as_it_was() {
    let mut rng = Rng::with_seed(yardstick::seed());
    // The largest first: whatever the scratch needs, it has after these.
    for _ in 0..4 {
        process_batch(&logs::batch(&mut rng, 12));
    }
    let logs: Vec<String> = (0..50).map(|_| logs::batch(&mut rng, 2)).collect();
    let small_batches = || (0..200).flat_map(|_| &logs);
    let ((), bad_usage) = yardstick::measure(|| {
        small_batches().for_each(|log| {
            bad::process_batch(log);
        });
    });
    Budget::named("10 000 small batches, after a few larger ones")
        .live(0)
        .peak(64 << 10)
        .process_wide()
        .baseline(bad_usage)
        .run(|| {
            small_batches().for_each(|log| {
                process_batch(log);
            });
        });
}

#[test]
fn a_warm_scratch_leaves_the_heap_alone() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    // The two rounds that warm up are the largest, and no two rounds get the same log.
    let logs: Vec<String> = [60, 60]
        .into_iter()
        .chain([30; 48])
        .map(|n_lines| logs::batch(&mut rng, n_lines))
        .collect();
    yardstick::steady("batches of 30 lines", logs.len(), |round| {
        process_batch(&logs[round - 1]);
    });
    let n_bytes = with_scratch(|scratch| scratch.allocated_bytes());
    assert!(
        n_bytes > 0,
        "no batch has used the scratch: its work belongs there"
    );
}
