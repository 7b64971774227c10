//! Ten thousand words, at most 32 heap calls.
//!
//! An arena asks the heap for chunks, and each chunk is about twice the size of the one before it.
//! Words and list that are made there cost no other heap call.
//! The cheapest version that passes: `alloc_str` for each word, and a `bumpalo::collections::Vec`.
//! Before moving on: what remains if the arena is made by `Bump::with_capacity`?

use bumpalo::Bump;
use fastrand::Rng;
use yardstick::Budget;

use CRATE_NAME::words;

use super::texts;

#[test]
fn ten_thousand_words_need_at_most_32_allocations() {
    let text = texts::random(&mut Rng::with_seed(yardstick::seed()), 10_000);
    let ((), bad_usage) = yardstick::measure(|| {
        let arena = Bump::new();
        drop(bad::words(&arena, &text));
    });
    // Process-wide, so that heap calls from a helper thread count like any other.
    Budget::named("the words of a text, 10 000 of them")
        .allocations(32)
        .process_wide()
        .baseline(bad_usage)
        .run(|| {
            let arena = Bump::new();
            let n_words = words(&arena, &text).len();
            assert_eq!(n_words, 10_000, "words in a text of 10 000");
        });
}
