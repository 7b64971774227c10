//! On a quiet machine, with sides that always cost the same, the verdict is right. The starter
//! passes this step; keep it passing.
//!
//! `ratio` is Bad's time divided by yours: 3.0 means that yours needs a third of the time.
//! Before moving on: see what the benchmark claims on your machine, with a real clock:
//! `cargo run --release -p honest-benchmark --example claim`. Run it three times.

use honest_benchmark::Verdict;

use super::lab::{Lab, PLAIN, Side, assert_holds};

#[test]
fn a_side_that_needs_a_third_is_called_faster() {
    let slow = Side {
        work: 300.0,
        ..PLAIN
    };
    let report = Lab::new().compare(slow, PLAIN);
    assert_holds(
        "Yours needs a third of Bad's time",
        report,
        Verdict::Faster,
        3.0,
    );
}

#[test]
fn a_side_that_needs_three_times_as_long_is_called_slower() {
    let slow = Side {
        work: 300.0,
        ..PLAIN
    };
    let report = Lab::new().compare(PLAIN, slow);
    let third = 1.0 / 3.0;
    assert_holds(
        "Yours needs three times as long as Bad",
        report,
        Verdict::Slower,
        third,
    );
}
