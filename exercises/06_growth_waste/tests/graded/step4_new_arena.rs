//! A new arena asks the heap a few times for a log, and not for each row. The starter passes this.
//!
//! Each chunk is about twice as large as the one before it, so even the starter's holes need few
//! calls. Bytes are another matter: a new arena that is asked for a whole column at once makes a
//! chunk to fit. One that is asked for a little more each time makes chunk after chunk, and the
//! column moves from each to the next. There, growing one column after the other saves little or nothing.
//! Before moving on: print the arena's `allocated_bytes()` for each of the two, and for the starter.

use bumpalo::Bump;
use fastrand::Rng;
use growth_waste::read;
use yardstick::Budget;

use super::logs;

#[test]
fn a_new_arena_asks_the_heap_a_few_times() {
    let source = logs::log(&mut Rng::with_seed(yardstick::seed()), 16_000, 3);
    let ((), bad_usage) = yardstick::measure(|| {
        let arena = Bump::new();
        assert!(bad::read(&arena, &source).is_ok());
    });
    // Process-wide, so that a helper thread's calls to the heap count like any other.
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
