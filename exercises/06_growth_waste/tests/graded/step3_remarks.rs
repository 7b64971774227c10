//! Remarks and their texts leave no holes either.
//!
//! Now something else allocates between two pushes even where one column grows alone: the text that
//! is pushed. And that text may be a string that grows. Frozen, it keeps its capacity, up to half
//! of which is unused. Some logs have a remark beside every other reading, some beside hardly any.
//! In one, all texts are long.
//! Before moving on: which of the texts need memory in the arena, and which are already in
//! `source`?

use bumpalo::Bump;
use fastrand::Rng;
use growth_waste::read;
use yardstick::{Budget, grouped};

use super::{logs, unusual, usage};

#[test]
fn remarks_and_their_texts_leave_no_holes() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for n_rows in usage::numbers_of_rows(&mut rng).into_iter().take(2) {
        let source = logs::log(&mut rng, n_rows, 2);
        usage::assert_little_is_lost(
            &format!(
                "a log of {} readings, half of them with a remark (seed {seed})",
                grouped(n_rows as u64)
            ),
            &source,
        );
    }
}

#[test]
fn few_remarks_and_their_texts_leave_no_holes() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for n_rows in usage::numbers_of_rows(&mut rng).into_iter().take(2) {
        let source = logs::log(&mut rng, n_rows, 40);
        usage::assert_little_is_lost(
            &format!(
                "a log of {} readings, few of them with a remark (seed {seed})",
                grouped(n_rows as u64)
            ),
            &source,
        );
    }
}

#[test]
fn long_texts_leave_no_holes() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    let n_rows = usage::nearly(&mut rng, if cfg!(miri) { 5 } else { 10 });
    let source = unusual::wordy(&mut rng, n_rows);
    usage::assert_little_is_lost(
        &format!(
            "a log of {} readings, each with a long remark that has quotes inside (seed {seed})",
            grouped(n_rows as u64)
        ),
        &source,
    );
}

#[test]
fn unusual_remarks_are_not_on_the_heap_either() {
    let n_rows = if cfg!(miri) { 20 } else { 1_000 };
    for (what, source) in unusual::long(n_rows) {
        let arena = Bump::with_capacity(32 << 20);
        let log = Budget::named(format!("{what}, in an arena that is large enough"))
            .allocations(0)
            .process_wide()
            .run(|| read(&arena, &source))
            .expect("a log made for this test is well formed");
        usage::assert_same_as_bad(what, &source, &log);
    }
}
