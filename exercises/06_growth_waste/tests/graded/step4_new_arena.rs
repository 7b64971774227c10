//! A log needs a few heap calls in a new arena, not one a row. The starter passes this step.
//!
//! Each chunk is about twice as large as the one before it, so even the starter's holes need few
//! calls. Bytes are another matter: an arena that is asked for a little more each time allocates
//! chunk after chunk, and the column moves from each to the next. There, growing one column after
//! the other saves little or nothing.
//! Before moving on: print the arena's `allocated_bytes()` for both ways, and for the starter.

use bumpalo::Bump;
use fastrand::Rng;
use growth_waste::read;
use yardstick::Budget;

use super::{logs, usage};

#[test]
fn a_new_arena_needs_a_few_heap_calls() {
    let source = logs::log(
        &mut Rng::with_seed(yardstick::seed()),
        yardstick::size(16_000, 60),
        3,
    );
    let (arena, bad_arena) = (Bump::new(), Bump::new());
    let (bad, bad_usage) = yardstick::measure(|| bad::read(&bad_arena, &source).is_ok());
    assert!(bad, "Bad reads any log generated for these tests");
    // Process-wide, so that heap calls from a helper thread count like any other. A new arena has no
    // chunk, so all of them are counted.
    let log = Budget::named("reading a log of 16 000 readings in a new arena")
        .allocations(16)
        .process_wide()
        .baseline(bad_usage)
        .run(|| read(&arena, &source))
        .expect("a log generated for this test is well formed");
    usage::assert_same_as_bad("a log of 16 000 readings", &source, &log);
}
