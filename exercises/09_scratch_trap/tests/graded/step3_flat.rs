//! Memory depends on the largest batch, not on the number of batches.
//!
//! Without a reset, or with a limit that is never reached, a scratch arena is a leak with a name.
//! Empty it after every batch, and each batch finds the same warm chunk: it needs no new memory,
//! and touches only memory that is in the cache.
//! Before moving on: make a new `Bump` for each batch instead. Which test below notices?

use fastrand::Rng;
use scratch_trap::{process_batch, with_scratch};
use yardstick::Budget;

use super::readings;

#[test]
fn ten_thousand_small_batches_leave_the_scratch_as_it_was() {
    let mut rng = Rng::with_seed(yardstick::seed());
    // The largest first: after these, the scratch has all the memory it needs. Bad gets the same
    // start.
    for _ in 0..4 {
        let batch = readings::batch(&mut rng, 100);
        let (yours, bad) = (process_batch(&batch), bad::process_batch(&batch));
        assert_eq!(yours.path, bad.path, "the path of a batch of 100 readings");
    }
    let batches: Vec<Vec<i32>> = (0..50).map(|_| readings::batch(&mut rng, 16)).collect();
    let small_batches = || (0..200).flat_map(|_| &batches);
    let ((), bad_usage) = yardstick::measure(|| {
        small_batches().for_each(|batch| {
            bad::process_batch(batch);
        });
    });
    Budget::named("10 000 small batches, each in a scratch that was emptied after the one before")
        .live(0)
        .peak(64 << 10)
        .process_wide()
        .baseline(bad_usage)
        .run(|| {
            small_batches().for_each(|batch| {
                process_batch(batch);
            });
        });
}

#[test]
fn a_warm_scratch_needs_no_heap_call() {
    let mut rng = Rng::with_seed(yardstick::seed());
    // The two warm-up rounds are the largest, and no two rounds get the same batch.
    let batches: Vec<Vec<i32>> = [600, 600]
        .into_iter()
        .chain([300; 48])
        .map(|n_readings| readings::batch(&mut rng, n_readings))
        .collect();
    yardstick::steady("batches of 300 readings", batches.len(), |round| {
        process_batch(&batches[round - 1]);
    });
    let n_bytes = with_scratch(|scratch| scratch.allocated_bytes());
    assert!(
        n_bytes > 0,
        "no batch used the scratch: that is where its work belongs"
    );
}
