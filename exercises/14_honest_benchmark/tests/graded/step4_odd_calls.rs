//! A few odd calls, slow or fast, change nothing.
//!
//! The system interrupts a call, and it takes a thousand times as long; with bad luck that affects
//! one side only. A mean over a hundred calls is then a statement about that one call. Now and then
//! a call is much faster than any other, because its data happened to be in the cache. A minimum
//! over a hundred calls is then a statement about that one.
//! Before moving on: sort what you measured and print the middle half. How wide is it with the real
//! clock?

use honest_benchmark::Verdict;

use super::lab::{Lab, PLAIN, Side, assert_holds};

/// The number of calls from one odd call to the next.
const EVERY: u32 = 16;

/// Asserts that equal sides are even, despite odd calls: once of Bad, and once of yours.
#[track_caller]
fn assert_even(what: &str, odd: f64) {
    let lab = Lab::new();
    let side = Side {
        odd,
        odd_calls: (lab.number(2..20), EVERY),
        ..PLAIN
    };
    let call = side.odd_calls.0;
    let story = |of: &str| {
        let seed = lab.seed;
        format!(
            "The two sides are equal, but call {call} of {of}, and each {EVERY}th after it, {what} \
             (seed {seed})"
        )
    };
    assert_holds(&story("Bad"), lab.compare(side, PLAIN), Verdict::Even, 1.0);
    assert_holds(
        &story("yours"),
        lab.compare(PLAIN, side),
        Verdict::Even,
        1.0,
    );
}

#[test]
fn an_interrupted_call_decides_nothing() {
    assert_even("is interrupted and takes a thousand times as long", 1_000.0);
}

#[test]
fn a_lucky_call_decides_nothing() {
    assert_even("is lucky and takes a tenth", 0.1);
}
