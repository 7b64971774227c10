//! A new arena needs a few heap calls for a log, not one for each row. The starter passes this
//! step.
//!
//! Each chunk is about twice as large as the one before it, so even the starter's holes need few
//! calls. Bytes are another matter: a new arena that is asked for a whole column at once allocates
//! a chunk to fit. One that is asked for a little more each time allocates chunk after chunk, and
//! the column moves from each to the next. There, growing one column after the other saves little
//! or nothing.
//! Before moving on: print the arena's `allocated_bytes()` for both ways, and for the starter.

use bumpalo::Bump;
use fastrand::Rng;
use growth_waste::read;
use yardstick::Budget;

use super::logs;

#[test]
fn a_new_arena_needs_a_few_heap_calls() {
    let source = logs::log(&mut Rng::with_seed(yardstick::seed()), 16_000, 3);
    let ((), bad_usage) = yardstick::measure(|| {
        let arena = Bump::new();
        assert!(bad::read(&arena, &source).is_ok());
    });
    // Process-wide, so that heap calls from a helper thread count like any other.
    Budget::named("reading a log of 16 000 readings in a new arena")
        .allocations(16)
        .process_wide()
        .baseline(bad_usage)
        .run(|| {
            let arena = Bump::new();
            assert!(
                read(&arena, &source).is_ok(),
                "a well-formed log is refused"
            );
        });
}
