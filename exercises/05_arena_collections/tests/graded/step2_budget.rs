//! Ten thousand words, at most 32 calls to the heap.
//!
//! `bumpalo::collections` has a `String` and a `Vec` that ask an arena for memory. Words that are
//! built there cost the heap nothing; only the arena's chunks do. To build each word in a
//! standard `String` of its own and to copy it over is no way out: the call to the heap has been
//! made by then.
//! The cheapest version that passes: `ArenaString::with_capacity_in` and `ArenaVec::new_in`.
//! Before moving on: `new_in` in place of `with_capacity_in` for a word passes as well. What does it
//! leave behind in the arena?

use arena_collections::words;
use bumpalo::Bump;
use fastrand::Rng;
use yardstick::Budget;

use super::texts;

#[test]
fn ten_thousand_words_need_at_most_32_allocations() {
    let text = texts::random(&mut Rng::with_seed(yardstick::seed()), 10_000);
    let ((), bad_usage) = yardstick::measure(|| {
        let arena = Bump::new();
        drop(bad::words(&arena, &text));
    });
    // Process-wide, so that a helper thread's calls to the heap count like any other.
    Budget::named("the words of a text, 10 000 of them")
        .allocations(32)
        .process_wide()
        .baseline(bad_usage)
        .run(|| {
            let arena = Bump::new();
            let n_words = words(&arena, &text).len();
            assert!(n_words >= 10_000, "{n_words} words in a text of 10 000");
        });
}
