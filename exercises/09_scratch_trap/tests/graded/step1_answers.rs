//! Batches are summarised correctly, small or large. The starter passes this step; keep it passing.
//!
//! The tests use `with_scratch`, `process_batch` and `Summary`. Whether `reset_scratch` stays is up
//! to you.
//! Before moving on: what does `scratch.borrow()` return in `with_scratch`, and when is it dropped?

use fastrand::Rng;
use scratch_trap::{Summary, process_batch, with_scratch};

use super::readings;
use super::summary::numbers;

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
    assert_eq!(
        process_batch(&[100, 110, 90, 104, 96]),
        expected,
        "the summary of 100, 110, 90, 104, 96"
    );
    assert_eq!(
        process_batch(&[]),
        Summary::default(),
        "the summary of a batch without readings"
    );
}

#[test]
fn random_small_batches_are_summarised_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for n_readings in 0..yardstick::size(60, 6) {
        let batch = readings::batch(&mut rng, n_readings);
        let (yours, bad) = (
            numbers!(process_batch(&batch)),
            numbers!(bad::process_batch(&batch)),
        );
        assert_eq!(
            yours, bad,
            "readings, rest, peak, crossings, path (seed {seed}) of {batch:?}"
        );
    }
}

#[test]
fn batches_of_thousands_are_summarised_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    let sizes: &[usize] = if cfg!(miri) {
        &[101, 300]
    } else {
        &[101, 1_024, 4_097, 20_000, 2_200_000]
    };
    for n_readings in sizes {
        let batch = readings::batch(&mut rng, *n_readings);
        let (yours, bad) = (
            numbers!(process_batch(&batch)),
            numbers!(bad::process_batch(&batch)),
        );
        assert_eq!(
            yours, bad,
            "readings, rest, peak, crossings, path (seed {seed}) of {n_readings} readings"
        );
    }
}

#[test]
fn readings_at_the_ends_of_the_range_are_summarised_as_in_bad() {
    const LEAST: i32 = -8_388_608;
    const MOST: i32 = 8_388_607;
    type Reading = fn(usize) -> i32;
    let batches: [(&str, Reading); 5] = [
        ("all at the upper end", |_| MOST),
        ("all at the lower end", |_| LEAST),
        ("one end and the other, alternately", |at| {
            if at % 2 == 0 { LEAST } else { MOST }
        }),
        ("two at each end, alternately", |at| {
            if at / 2 % 2 == 0 { LEAST } else { MOST }
        }),
        ("long at one end, then long at the other", |at| {
            if at < 2_000 { MOST } else { LEAST }
        }),
    ];
    for (what, reading) in batches {
        let batch: Vec<i32> = (0..yardstick::size(4_000, 100)).map(reading).collect();
        let (yours, bad) = (
            numbers!(process_batch(&batch)),
            numbers!(bad::process_batch(&batch)),
        );
        assert_eq!(
            yours, bad,
            "readings, rest, peak, crossings, path of 4 000 readings, {what}"
        );
    }
}

#[test]
fn with_scratch_returns_what_the_closure_returns() {
    let n_bytes = with_scratch(|scratch| scratch.alloc_str("scratch").len());
    assert_eq!(
        n_bytes, 7,
        "what the closure returned: the length of `scratch`"
    );
}
