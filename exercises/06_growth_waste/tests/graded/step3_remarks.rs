//! A third column, whose texts are in the same arena.
//!
//! Now something else allocates between two pushes even where one column grows alone: the text that
//! is pushed. And that text may be a string that grows. Frozen, it keeps its capacity, up to half
//! of which is unused.
//! The cheapest version that passes: count the remarks as well. Giving each text the capacity of
//! its note is not required, but saves more.
//! Before moving on: which of the texts need memory in the arena, and which are already in
//! `source`?

use fastrand::Rng;
use yardstick::grouped;

use super::{logs, usage};

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
