//! Ten thousand values need at most 24 heap calls.
//!
//! All of them are in the arena passed to `parse`. This comes first because it makes the rest easy:
//! if all memory of a message comes from one arena, there is one place to limit it. With `std`,
//! every `Vec` and every `String` would have to check. What needs no memory at all is better still:
//! nobody can exhaust it.
//! Before moving on: how many arena bytes does a four-byte value take?

use bumpalo::Bump;
use fastrand::Rng;
use hostile_input::{Limits, parse};
use yardstick::{Budget, Chunks};

use super::messages;

const BYTES: usize = 64 << 20;
const DEPTH: usize = 32;

#[test]
fn ten_thousand_values_need_at_most_24_allocations() {
    let message = messages::random(
        &mut Rng::with_seed(yardstick::seed()),
        yardstick::size(10_000, 80),
    );
    let bad_limits = bad::Limits {
        bytes: BYTES,
        depth: DEPTH,
    };
    let ((), bad_usage) =
        yardstick::measure(|| drop(bad::parse(&Bump::new(), &message, bad_limits)));
    let limits = Limits {
        bytes: BYTES,
        depth: DEPTH,
    };
    // Process-wide, so that heap calls from a helper thread count like any other.
    Budget::named("reading a message of 10 000 values")
        .allocations(24)
        .live(0)
        .process_wide()
        .baseline(bad_usage)
        .run(|| {
            let arena = Bump::new();
            let is_read = parse(&arena, &message, limits).is_ok();
            assert!(is_read, "yours: a message of 10 000 values is refused");
        });
    let (arena, bad_arena) = (Bump::new(), Bump::new());
    let yours = parse(&arena, &message, limits).map(|value| value.to_string());
    let bad = bad::parse(&bad_arena, &message, bad_limits).map(|value| value.to_string());
    assert!(
        yours.ok() == bad.ok(),
        "yours: the 10 000 values are not those that Bad reads; step 1 compares smaller messages \
         (seed {})",
        yardstick::seed()
    );
}

#[test]
fn every_value_is_in_the_arena_passed_to_parse() {
    let message = messages::random(
        &mut Rng::with_seed(yardstick::seed()),
        yardstick::size(1_000, 40),
    );
    let limits = Limits {
        bytes: BYTES,
        depth: DEPTH,
    };
    let arena = Bump::new();
    let value =
        parse(&arena, &message, limits).expect("a message generated for this test is well formed");
    // Taken before `visit` runs: what that would still put into the arena is too late.
    let chunks = Chunks::of(&arena);
    let mut addresses = Vec::new();
    value.visit(&mut |value| addresses.push(std::ptr::from_ref(value).addr()));
    assert_eq!(
        addresses.len(),
        yardstick::size(1_000, 40),
        "the number of values that `visit` shows"
    );
    // The outermost value comes first. It is returned, so it may be anywhere.
    chunks.assert_holds("every value in a list", addresses.into_iter().skip(1));
}
