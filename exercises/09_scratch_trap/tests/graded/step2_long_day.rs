//! A long day of batches does not panic.
//!
//! Some batches in, the starter's scratch is past its limit. `process_batch` then calls
//! `reset_scratch` inside the closure of `with_scratch`: the one borrows the scratch mutably, the
//! other still holds it, and `RefCell` panics with "already borrowed". It is right to do so, since
//! `entries` still points into the scratch.
//! The cheapest version that passes: reset where the closure has ended, in `with_scratch`.
//! Before moving on: had `Bump::reset` taken `&self`, what would `entries` point to?

use fastrand::Rng;
use scratch_trap::process_batch;

use super::logs;

#[test]
fn a_long_day_of_batches_does_not_panic() {
    let seed = yardstick::seed();
    let log = logs::batch(&mut Rng::with_seed(seed), 1_000);
    let first = process_batch(&log);
    for number in 2..=80 {
        assert_eq!(
            process_batch(&log),
            first,
            "batch {number}, equal to batch 1 (seed {seed})"
        );
    }
}
