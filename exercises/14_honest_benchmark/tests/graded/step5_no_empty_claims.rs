//! No gain is claimed where there is none, and a real gain is found.
//!
//! No two measurements are equal, so a ratio above 1.0 says nothing: the starter calls a side
//! faster than itself in half of all runs. A benchmark that cannot say "even" cannot be trusted
//! when it says "faster".
//! The cheapest version that passes: three verdicts, with `LEAST_GAIN` between them.
//! Before moving on: run the example again. What is left of the arena's gain, and what does
//! `compare` say about boxes against boxes? How would an interval around the median tell "even"
//! from "too noisy"?

use honest_benchmark::Verdict;

use super::lab::{Lab, PLAIN, Side, assert_holds};

const NOISY: Side = Side {
    noise: 0.05,
    ..PLAIN
};

#[test]
fn a_side_against_itself_is_even() {
    let report = Lab::new().compare(PLAIN, PLAIN);
    assert_holds("A side is compared with itself", report, Verdict::Even, 1.0);
}

#[test]
fn noise_is_not_a_gain() {
    let lab = Lab::new();
    for _ in 0..20 {
        let story = format!(
            "The two sides are equal, and each call takes up to 5 % more or less (seed {})",
            lab.seed
        );
        assert_holds(&story, lab.compare(NOISY, NOISY), Verdict::Even, 1.0);
    }
}

#[test]
fn two_percent_do_not_count_as_a_gain() {
    let slow = Side {
        work: 102.0,
        ..PLAIN
    };
    let report = Lab::new().compare(slow, PLAIN);
    assert_holds(
        "Yours is faster by 2 %, below `LEAST_GAIN`",
        report,
        Verdict::Even,
        1.02,
    );
}

#[test]
fn a_gain_is_found_in_the_noise() {
    let lab = Lab::new();
    let slow = Side {
        work: 130.0,
        ..NOISY
    };
    let story = format!(
        "Yours is 1.3 times as fast, and each call takes up to 5 % more or less (seed {})",
        lab.seed
    );
    assert_holds(&story, lab.compare(slow, NOISY), Verdict::Faster, 1.3);
    let story = format!(
        "Bad is 1.3 times as fast, and each call takes up to 5 % more or less (seed {})",
        lab.seed
    );
    assert_holds(&story, lab.compare(NOISY, slow), Verdict::Slower, 1.0 / 1.3);
}
