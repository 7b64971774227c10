//! Ten thousand values, at most 24 calls to the heap, and all of them in the arena that was given.
//!
//! This comes first, since it makes the rest easy: where all memory of a message comes from one
//! arena, one number can limit it. In `std` every `Vec` and every `String` would have to ask.
//! The cheapest version that passes: texts borrow from the input, lists are frozen vectors of the
//! arena (`into_bump_slice`).
//! Before moving on: how many bytes of arena does a value of four bytes take?

use bumpalo::Bump;
use fastrand::Rng;
use hostile_input::{Limits, parse};
use yardstick::{Budget, Chunks};

use super::messages;

const BYTES: usize = 64 << 20;
const DEPTH: usize = 32;

#[test]
fn ten_thousand_values_need_at_most_24_allocations() {
    let message = messages::random(&mut Rng::with_seed(yardstick::seed()), 10_000);
    let ((), bad_usage) = yardstick::measure(|| {
        let limits = bad::Limits {
            bytes: BYTES,
            depth: DEPTH,
        };
        drop(bad::parse(&Bump::new(), &message, limits));
    });
    let limits = Limits {
        bytes: BYTES,
        depth: DEPTH,
    };
    // Process-wide, so that a helper thread's calls to the heap count like any other.
    Budget::named("reading a message of 10 000 values")
        .allocations(24)
        .live(0)
        .process_wide()
        .baseline(bad_usage)
        .run(|| {
            let arena = Bump::new();
            let is_read = parse(&arena, &message, limits).is_ok();
            assert!(is_read, "a message of 10 000 values is refused");
        });
}

#[test]
fn every_value_lies_in_the_arena_that_parse_was_given() {
    let message = messages::random(&mut Rng::with_seed(yardstick::seed()), 1_000);
    let limits = Limits {
        bytes: BYTES,
        depth: DEPTH,
    };
    let arena = Bump::new();
    let value = parse(&arena, &message, limits).expect("a message made for this test is good");
    let mut addresses = Vec::new();
    value.visit(&mut |value| addresses.push(std::ptr::from_ref(value).addr()));
    // The outermost value comes first. It is returned, so it may lie anywhere.
    Chunks::of(&arena).assert_holds("every value in a list", addresses.into_iter().skip(1));
}
