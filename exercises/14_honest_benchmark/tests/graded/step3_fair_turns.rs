//! What the machine does meanwhile favours neither side. And what only a first call pays does not
//! count.
//!
//! A machine changes its speed while it works: it heats up, another program starts, a battery saver
//! kicks in. And the very first call pays for what later calls find ready: pages, caches, lazily
//! built tables. Neither is a property of a side. From this step on equal sides must be called
//! `Even`: see `LEAST_GAIN`.
//! Before moving on: in which order do your calls run? What if a call that follows one of the other
//! side always were a little slower? These tests would not notice.

use honest_benchmark::Verdict;

use super::lab::{Drift, Lab, PLAIN, Side, assert_holds};

#[test]
fn a_cold_first_call_decides_nothing() {
    let cold = Side {
        cold: 300.0,
        ..PLAIN
    };
    let story = "The two sides are equal, but the first call of";
    let report = Lab::new().compare(cold, PLAIN);
    assert_holds(&format!("{story} Bad is cold"), report, Verdict::Even, 1.0);
    let report = Lab::new().compare(PLAIN, cold);
    assert_holds(
        &format!("{story} yours is cold"),
        report,
        Verdict::Even,
        1.0,
    );
}

#[test]
fn a_machine_that_heats_up_slows_both_sides_equally() {
    let lab = Lab::new().with_drift(Drift::Steady(0.005));
    let report = lab.compare(PLAIN, PLAIN);
    let story = "The two sides are equal, but the machine gets slower from call to call";
    assert_holds(story, report, Verdict::Even, 1.0);
}

#[test]
fn a_program_that_starts_meanwhile_slows_both_sides_equally() {
    // Before the middle of all calls or after it. In the middle itself an honest median of each side
    // may fall on either speed.
    let counting = Lab::new();
    counting.compare(PLAIN, PLAIN);
    let lab = Lab::new();
    let percent = match lab.number(0..24) {
        before @ ..12 => 30 + before,
        after => 46 + after,
    };
    let call = counting.n_calls() * percent / 100;
    let lab = lab.with_drift(Drift::HalfSpeedFrom(call));
    let slow = Side {
        work: 150.0,
        ..PLAIN
    };
    let report = lab.compare(slow, PLAIN);
    let story = format!(
        "Yours is 1.5 times as fast, and the machine halves its speed at call {call} (seed {})",
        lab.seed
    );
    assert_holds(&story, report, Verdict::Faster, 1.5);
}
