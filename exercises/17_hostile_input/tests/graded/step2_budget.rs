//! Ten thousand values need at most 24 heap calls.
//!
//! All of them are in the arena passed to `parse`; what `visit` shows may be a copy of a value there.
//! This comes first because it makes the rest easy: if all memory of a message comes from one arena,
//! there is one place to limit it. With `std`, every `Vec` and every `String` would have to check.
//! What needs no memory at all is better still: nobody can exhaust it.
//! Before moving on: how many arena bytes does a four-byte value take?

use bumpalo::Bump;
use fastrand::Rng;
use hostile_input::{Limits, parse};
use yardstick::{Budget, Chunks, grouped};

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

/// A quarter of the values are numbers of eight bytes, and more than a quarter refer to a text.
const LEAST_PER_VALUE: usize = 4;

/// Room for an outermost value of your own type, wherever it is.
const MOST_ELSEWHERE: i64 = 256;

#[test]
fn every_value_is_in_the_arena_passed_to_parse() {
    const N_VALUES: usize = yardstick::size(1_000, 40);
    let message = messages::random(&mut Rng::with_seed(yardstick::seed()), N_VALUES);
    let limits = Limits {
        bytes: BYTES,
        depth: DEPTH,
    };
    let arena = Bump::new();
    // Process-wide, so that memory kept by another thread counts too.
    let (value, usage) = yardstick::measure_process(|| parse(&arena, &message, limits));
    let value = value.expect("a message generated for this test is well formed");
    // Taken before `visit` runs: what that would still put into the arena is too late.
    let chunks = Chunks::of(&arena);
    let mut addresses = Vec::new();
    value.visit(&mut |value| addresses.push(std::ptr::from_ref(value).addr()));
    assert_eq!(
        addresses.len(),
        N_VALUES,
        "the number of values that `visit` shows"
    );
    // The outermost value comes first. It is returned, so it may be anywhere. A copy of a value may
    // be shown from the stack.
    let mut inside = addresses.split_off(1);
    inside.retain(|address| !yardstick::is_on_the_stack(*address));
    if !inside.is_empty() {
        chunks.assert_holds("every value in a list", inside);
    }
    let elsewhere = usage.live - arena.allocated_bytes_including_metadata() as i64;
    assert!(
        elsewhere <= MOST_ELSEWHERE,
        "yours: besides the arena's chunks, `parse` keeps {} bytes of the heap for a message of {} values",
        grouped(elsewhere.unsigned_abs()),
        grouped(N_VALUES as u64)
    );
    let (used, least) = (chunks.used_bytes(), LEAST_PER_VALUE * N_VALUES);
    assert!(
        used >= least,
        "yours: `parse` has used {} bytes of the arena, but {} values take {} or more",
        grouped(used as u64),
        grouped(N_VALUES as u64),
        grouped(least as u64)
    );
}
