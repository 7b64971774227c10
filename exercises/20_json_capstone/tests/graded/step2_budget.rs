//! A page of two thousand orders needs at most 24 heap calls.
//!
//! The starter calls the heap once for each string, and several times for each array and object,
//! since they grow. What is not copied needs no memory, and an arena asks for a chunk now and then.
//! Before moving on: `std`'s `HashMap` in a `Value` in the arena would exceed every budget and
//! leak. Which of the two would you notice first, without these tests?

use bumpalo::Bump;
use fastrand::Rng;
use json_capstone::{Limits, read};
use yardstick::Budget;

use super::{documents, written};

#[test]
fn two_thousand_orders_need_at_most_24_allocations() {
    let text = documents::page(
        &mut Rng::with_seed(yardstick::seed()),
        yardstick::size(2_000, 200),
    );
    let ((), bad_usage) = yardstick::measure(|| {
        let (bytes, depth) = (64 << 20, 64);
        let value = bad::read(&Bump::new(), &text, bad::Limits { bytes, depth });
        assert!(value.is_ok(), "a page is a valid document");
    });
    // Process-wide, so that heap calls from a helper thread count like any other.
    Budget::named("reading a page of 2 000 orders")
        .allocations(24)
        .process_wide()
        .baseline(bad_usage)
        .run(|| {
            let arena = Bump::new();
            let (bytes, depth) = (64 << 20, 64);
            let value = read(&arena, &text, Limits { bytes, depth });
            assert!(
                value.is_ok(),
                "yours: a page is refused, which is a valid document"
            );
        });
    let (arena, bad_arena) = (Bump::new(), Bump::new());
    let (bytes, depth) = (64 << 20, 64);
    let yours = read(&arena, &text, Limits { bytes, depth }).map(|value| written::yours(&value));
    let bad = bad::read(&bad_arena, &text, bad::Limits { bytes, depth });
    let bad = bad.map(|value| written::of_bad(&value));
    assert!(
        yours.ok() == bad.ok(),
        "yours: the content of the page of 2 000 orders is not what Bad reads; step 1 compares smaller \
         documents (seed {})",
        yardstick::seed()
    );
}
