//! The cost of a call includes freeing its memory, and the call must have done its work.
//!
//! The starter drops the result of a side after it has read the clock. A tree of boxes is freed
//! node by node; leave that out, and the boxes look better than they are, or an arena better than
//! it is. It also never looks at the answer. The compiler need not compute an answer that is never
//! read; and a side that returns at once wins every race.
//! The cheapest version that passes: read the answer, drop the result, and then read the clock; and
//! compare the answers of both sides, each time.
//! Before moving on: where does `std::hint::black_box` belong, and what does it promise?

use honest_benchmark::Verdict;

use super::lab::{Lab, PLAIN, Side, assert_holds};

#[test]
fn freeing_is_part_of_the_cost() {
    let freed_by_itself = Side {
        work: 60.0,
        freeing: 240.0,
        ..PLAIN
    };
    let report = Lab::new().compare(freed_by_itself, PLAIN);
    assert_holds(
        "A call of Bad takes 60 µs, and freeing its result takes 240 µs; yours takes 100 µs, and \
         frees nothing",
        report,
        Verdict::Faster,
        3.0,
    );
}

#[test]
fn freeing_is_part_of_the_cost_of_your_side_too() {
    let freed_late = Side {
        work: 50.0,
        freeing: 150.0,
        ..PLAIN
    };
    let report = Lab::new().compare(PLAIN, freed_late);
    assert_holds(
        "A call of yours takes 50 µs, and freeing its result takes 150 µs; Bad takes 100 µs, and \
         frees nothing",
        report,
        Verdict::Slower,
        0.5,
    );
}

#[test]
fn a_side_with_a_different_answer_does_not_win() {
    let lab = Lab::new();
    let hasty = Side {
        work: 2.0,
        odd_calls: (1, 1),
        errs: true,
        ..PLAIN
    };
    assert_wrong(
        "Yours gives a different answer from Bad",
        lab.compare(PLAIN, hasty),
    );
    assert_wrong(
        "Bad gives a different answer from yours",
        lab.compare(hasty, PLAIN),
    );
}

#[test]
fn a_side_that_errs_now_and_then_does_not_win() {
    let lab = Lab::new();
    let careless = Side {
        work: 2.0,
        odd_calls: (lab.number(3..20), 64),
        errs: true,
        ..PLAIN
    };
    let report = lab.compare(PLAIN, careless);
    assert_wrong("Yours gives a different answer in one call of many", report);
}

#[track_caller]
fn assert_wrong(story: &str, report: honest_benchmark::Report) {
    assert_eq!(
        report.verdict,
        Verdict::WrongAnswer,
        "{story}, but the benchmark says it is {:.2}× as fast",
        report.ratio
    );
}
