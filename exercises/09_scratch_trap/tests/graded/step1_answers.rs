//! Small batches are summarised correctly. The starter passes this step; keep it passing.
//!
//! The tests use `with_scratch`, `process_batch` and `Summary`. Whether `reset_scratch` stays is up
//! to you.
//! Before moving on: what does `scratch.borrow()` return in `with_scratch`, and when is it dropped?

use fastrand::Rng;
use scratch_trap::{Summary, process_batch, with_scratch};

use super::readings;

#[test]
fn a_few_readings_are_summarised() {
    // At rest the sensor reads 100. Centred: 0, 10, -10, 4, -4. Smoothed: 5, 0, -3, 0, -4.
    let expected = Summary {
        readings: 5,
        rest: 100,
        peak: 5,
        crossings: 3,
        path: 5 + 3 + 3 + 4,
    };
    assert_eq!(process_batch(&[100, 110, 90, 104, 96]), expected);
    assert_eq!(
        process_batch(&[]),
        Summary::default(),
        "a batch without readings"
    );
}

#[test]
fn random_small_batches_are_summarised_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for n_readings in 0..60 {
        let batch = readings::batch(&mut rng, n_readings);
        // Field by field: the two summaries have different types.
        let (yours, bad) = (process_batch(&batch), bad::process_batch(&batch));
        let yours = (
            yours.readings,
            yours.rest,
            yours.peak,
            yours.crossings,
            yours.path,
        );
        let bad = (bad.readings, bad.rest, bad.peak, bad.crossings, bad.path);
        assert_eq!(
            yours, bad,
            "readings, rest, peak, crossings, path (seed {seed}) of {batch:?}"
        );
    }
}

#[test]
fn with_scratch_returns_what_the_closure_returns() {
    let n_bytes = with_scratch(|scratch| scratch.alloc_str("scratch").len());
    assert_eq!(n_bytes, 7);
}
