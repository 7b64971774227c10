//! A long day of batches does not panic.
//!
//! Some batches in, the starter's scratch is past its limit. `process_batch` then calls
//! `reset_scratch` inside the closure of `with_scratch`: the one wants to borrow the scratch
//! mutably, the other still holds it, and `RefCell` panics with "already borrowed". It is right to
//! do so, since `smooth` and `changes` still point into the scratch.
//! The cheapest version that passes: reset where the closure has ended, in `with_scratch`.
//! Before moving on: had `Bump::reset` taken `&self`, what would `smooth` point to?

use fastrand::Rng;
use scratch_trap::process_batch;
use yardstick::panics::{place, result_or_message};

use super::readings;

#[test]
fn a_long_day_of_batches_does_not_panic() {
    let seed = yardstick::seed();
    let batch = readings::batch(&mut Rng::with_seed(seed), 100_000);
    let first = process_batch(&batch);
    for number in 2..=32 {
        match result_or_message(|| process_batch(&batch)) {
            Ok(again) => assert_eq!(
                again, first,
                "batch {number}, equal to batch 1 (seed {seed})"
            ),
            Err(message) => panic!(
                "batch {number} panicked with \"{message}\"\n\
                 at {}\n\
                 The scratch has grown, and was to be reset while it is still borrowed. Reset it \
                 after the closure of `with_scratch`, when nobody holds it any more.",
                place()
            ),
        }
    }
}
