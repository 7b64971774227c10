//! The cost of a call includes freeing its memory, and the call must have done its work.
//!
//! A tree of boxes is freed node by node; leave that out, and the boxes look better than they are,
//! or an arena better than it is. And an answer that is never read need not be computed: the
//! compiler may drop the work, and a side that returns at once wins every race. One wrong answer in
//! a hundred calls is enough: the times of that side mean nothing.
//! These tests cannot see `std::hint::black_box`: with it or without, they say the same.
//! Before moving on: where does `std::hint::black_box` belong, and what does it promise?

use std::time::{Duration, Instant};

use honest_benchmark::{Answer, Report, Verdict, WallClock, compare};

use super::lab::{Errs, Frees, Lab, PLAIN, Side, assert_holds};

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
fn freeing_is_part_of_the_cost_of_each_call() {
    let lab = Lab::new();
    let freed_now_and_then = Side {
        work: 60.0,
        freeing: 240.0,
        frees: Frees::NowAndThen,
        ..PLAIN
    };
    let story = format!(
        "Each call of one side takes 300 µs in all, of which a different part is spent on freeing \
         each time, and nothing in its first calls; the other takes 100 µs, and frees nothing \
         (seed {})",
        lab.seed
    );
    let report = lab.compare(freed_now_and_then, PLAIN);
    assert_holds(&story, report, Verdict::Faster, 3.0);
    let report = lab.compare(PLAIN, freed_now_and_then);
    assert_holds(&story, report, Verdict::Slower, 1.0 / 3.0);
}

#[test]
fn an_answer_that_is_found_when_it_is_read_is_work_too() {
    let lazy = Side {
        work: 20.0,
        answering: 280.0,
        ..PLAIN
    };
    let story = "A call of one side takes 20 µs, and reading its answer takes 280 µs, since it is computed only \
                 then; a call of the other takes 100 µs, and has its answer";
    let report = Lab::new().compare(lazy, PLAIN);
    assert_holds(story, report, Verdict::Faster, 3.0);
    let report = Lab::new().compare(PLAIN, lazy);
    assert_holds(story, report, Verdict::Slower, 1.0 / 3.0);
}

#[test]
fn a_real_clock_sees_the_whole_cost_too() {
    // The times are so far apart that no machine is too busy for the verdict.
    let freed_late = || Busy::for_micros(10, 60);
    let freed_early = || Busy::for_micros(20, 0);
    let clock = WallClock {
        start: Instant::now(),
    };
    let story = "A call of one side takes 10 µs, and freeing its result takes 60 µs; the other \
                 takes 20 µs, and frees nothing. The clock is a real one";
    let report = compare(&clock, freed_late, freed_early);
    assert_verdict(story, report, Verdict::Faster);
    let report = compare(&clock, freed_early, freed_late);
    assert_verdict(story, report, Verdict::Slower);
}

#[test]
fn a_side_with_a_different_answer_does_not_win() {
    let lab = Lab::new();
    let hasty = Side {
        work: 2.0,
        odd_calls: (1, 1),
        errs: Errs::Alike,
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
        errs: Errs::Alike,
        ..PLAIN
    };
    let report = lab.compare(PLAIN, careless);
    assert_wrong("Yours gives a different answer in one call of many", report);
}

#[test]
fn the_very_first_answer_counts_too() {
    let lab = Lab::new();
    let careless = Side {
        work: 2.0,
        odd_calls: (1, u32::MAX),
        errs: Errs::Alike,
        ..PLAIN
    };
    let story = "gives a different answer in its first call, and in no other";
    let yours = lab.compare(PLAIN, careless);
    assert_wrong(&format!("Yours {story}"), yours);
    let bad = lab.compare(careless, PLAIN);
    assert_wrong(&format!("Bad {story}"), bad);
}

#[test]
fn the_last_answers_count_too() {
    // Among all calls of a side, in the second half.
    let counting = Lab::new();
    counting.compare(PLAIN, PLAIN);
    let per_side = counting.n_calls() / 2;
    let lab = Lab::new();
    let careless = Side {
        odd_calls: (per_side * lab.number(55..96) / 100, u32::MAX),
        errs: Errs::Alike,
        ..PLAIN
    };
    let story = format!(
        "gives a different answer in call {} of {per_side}, and in no other",
        careless.odd_calls.0
    );
    let yours = lab.compare(PLAIN, careless);
    assert_wrong(&format!("Yours {story}"), yours);
    let bad = lab.compare(careless, PLAIN);
    assert_wrong(&format!("Bad {story}"), bad);
}

#[test]
fn errors_do_not_make_up_for_each_other() {
    let lab = Lab::new();
    let first = lab.number(3..20);
    for errs in [Errs::Alike, Errs::UpAndDown] {
        let careless = Side {
            work: 2.0,
            // Twice in fifty pairs or more.
            odd_calls: (first, 25),
            errs,
            ..PLAIN
        };
        let story = match errs {
            Errs::UpAndDown => "is too high in one call, and too low by as much in another",
            _ => "is too high by as much in two calls or more",
        };
        let yours = lab.compare(PLAIN, careless);
        assert_wrong(&format!("The answer of yours {story}"), yours);
        let bad = lab.compare(careless, PLAIN);
        assert_wrong(&format!("The answer of Bad {story}"), bad);
    }
}

#[test]
fn a_wrong_answer_is_reported_however_slow_its_side_is() {
    let lab = Lab::new();
    for work in [100.0, 300.0] {
        let careless = Side {
            work,
            odd_calls: (lab.number(3..20), 64),
            errs: Errs::Alike,
            ..PLAIN
        };
        let report = lab.compare(PLAIN, careless);
        assert_wrong("Yours gives a different answer in one call of many", report);
    }
}

#[track_caller]
fn assert_wrong(story: &str, report: Report) {
    assert_verdict(story, report, Verdict::WrongAnswer);
}

/// Asserts the verdict, whatever the ratio.
#[track_caller]
fn assert_verdict(story: &str, report: Report, verdict: Verdict) {
    assert!(
        report.verdict == verdict,
        "{story}.\n\
         Your benchmark says: {:?}, {:.3}×. In truth: {verdict:?}.",
        report.verdict,
        report.ratio
    );
}

/// The result of a call that took real time, and takes some to be dropped.
struct Busy {
    freeing: Duration,
}

impl Busy {
    fn for_micros(work: u64, freeing: u64) -> Self {
        spin(Duration::from_micros(work));
        Self {
            freeing: Duration::from_micros(freeing),
        }
    }
}

impl Answer for Busy {
    fn answer(&self) -> u64 {
        0
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        spin(self.freeing);
    }
}

fn spin(duration: Duration) {
    let start = Instant::now();
    while start.elapsed() < duration {
        std::hint::spin_loop();
    }
}
