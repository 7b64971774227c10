//! Ten thousand words, at most 32 heap calls.
//!
//! `bumpalo::collections` has a `String` and a `Vec` that ask an arena for memory. Words built
//! there cost no heap call; only the arena's chunks do. Building each word in a standard `String`
//! and copying it over does not help: by then the heap call has been made.
//! The cheapest version that passes: `ArenaString::with_capacity_in` and `ArenaVec::new_in`.
//! Before moving on: `new_in` instead of `with_capacity_in` for a word passes as well. What does it
//! leave behind in the arena?

use arena_collections::words;
use bumpalo::Bump;
use fastrand::Rng;
use yardstick::Budget;

use super::{texts, unusual};

#[test]
fn ten_thousand_words_need_at_most_32_allocations() {
    let text = texts::random(&mut Rng::with_seed(yardstick::seed()), 10_000);
    // A new arena has no chunk, so all of them are counted.
    let (arena, bad_arena) = (Bump::new(), Bump::new());
    let (bad, bad_usage) = yardstick::measure(|| bad::words(&bad_arena, &text));
    // Process-wide, so that heap calls from a helper thread count like any other.
    let yours = Budget::named("the words of a text, 10 000 of them")
        .allocations(32)
        .process_wide()
        .baseline(bad_usage)
        .run(|| words(&arena, &text));
    let yours: Vec<String> = yours.iter().map(|word| word.to_string()).collect();
    assert_eq!(yours.len(), bad.len(), "words in a text of 10 000");
    let place = yours.iter().zip(&bad).position(|(yours, bad)| yours != bad);
    if let Some(place) = place {
        panic!(
            "word {place} is `{}`, but `{}` in Bad",
            yours[place], bad[place]
        );
    }
}

#[test]
fn unusual_texts_need_at_most_32_allocations() {
    for (what, text) in unusual::texts(1_000) {
        let arena = Bump::new();
        Budget::named(format!("{what}: a text of {} bytes", text.len()))
            .allocations(32)
            .process_wide()
            .run(|| {
                let _words = words(&arena, &text);
            });
    }
}
