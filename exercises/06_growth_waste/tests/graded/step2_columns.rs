//! Two columns of numbers, and an arena that gives little more than they hold.
//!
//! The starter pushes into `minutes` and `levels` by turns. When one of them is full, the other
//! was the last to be given memory; so it cannot grow where it is. It moves, and leaves a hole as
//! large as itself. All those holes together are as large as what is used.
//! The cheapest version that passes: count the lines, and ask for both capacities at the start.
//! Vectors of the heap that are copied over at the end are no way here: they grow as well, only where
//! the arena does not see it. So the reading itself may not call the heap at all.
//! Before moving on: let the columns grow after all, but one after the other. Where do the bytes go
//! now?

use fastrand::Rng;
use yardstick::grouped;

use super::{logs, usage};

#[test]
fn columns_of_numbers_leave_no_holes() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    let n_rows = rng.usize(15_200..16_300);
    let source = logs::log(&mut rng, n_rows, 0);
    usage::assert_little_is_lost(
        &format!(
            "a log of {} readings without remarks (seed {seed})",
            grouped(n_rows as u64)
        ),
        &source,
    );
}
