//! Two columns of numbers take little more than they hold.
//!
//! The starter pushes into `minutes` and `levels` alternately. When one of them is full, the other
//! was allocated last, so it cannot grow in place. It moves, and leaves a hole as large as itself.
//! Together, all those holes are as large as the columns. Room that is taken and never filled is a
//! hole as well, and counts as one.
//! Copying from heap vectors at the end is not a way out: they grow as well, only where the arena
//! does not see it. So reading may not call the heap at all.
//! Before moving on: let the columns grow after all, but one after the other. Where do the bytes go
//! now?

use fastrand::Rng;
use yardstick::grouped;

use super::{logs, usage};

#[test]
fn columns_of_numbers_leave_no_holes() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for n_rows in usage::numbers_of_rows(&mut rng) {
        let source = logs::log(&mut rng, n_rows, 0);
        usage::assert_little_is_lost(
            &format!(
                "a log of {} readings without remarks (seed {seed})",
                grouped(n_rows as u64)
            ),
            &source,
        );
    }
}
