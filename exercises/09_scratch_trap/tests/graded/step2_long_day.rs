//! A long day of batches does not panic.
//!
//! After a number of batches, the starter's scratch is past its limit. `process_batch` then calls
//! `reset_scratch` inside the closure of `with_scratch`: `reset_scratch` borrows the scratch mutably
//! while `with_scratch` still borrows it, and `RefCell` panics with "already borrowed". Rightly so,
//! since `smooth` and `changes` still point into the scratch.
//! Before moving on: if `Bump::reset` took `&self`, what would `smooth` point to?

use fastrand::Rng;
use scratch_trap::process_batch;
use yardstick::panics::{place, result_or_message};

use super::readings;
use super::summary::numbers;

#[test]
fn a_long_day_of_batches_does_not_panic() {
    let seed = yardstick::seed();
    let batch = readings::batch(&mut Rng::with_seed(seed), yardstick::size(100_000, 300));
    // Bad has a scratch of its own, which is far below its limit after one batch.
    let expected = numbers!(bad::process_batch(&batch));
    for number in 1..=yardstick::size(32, 3) {
        match result_or_message(|| process_batch(&batch)) {
            Ok(summary) => assert_eq!(
                numbers!(summary),
                expected,
                "readings, rest, peak, crossings, path of batch {number} (seed {seed})"
            ),
            Err(message) => panic!(
                "yours: batch {number} panicked with \"{message}\"\n\
                 at {}",
                place()
            ),
        }
    }
}
