//! Ten thousand words need at most 32 heap calls.
//!
//! A word has to be somewhere while it is put together, and so has the list while it grows. A word
//! that is put together on the heap costs a call, even if it is copied into the arena a moment later:
//! by then the call has been made. 32 leaves room for the arena's chunks, and for a few blocks that
//! grow, but not for one call per word.
//!
//! Before moving on: give a word no capacity to start with. It passes as well; what does it leave
//! behind in the arena?

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
            "yours: word {place} is `{}`, but `{}` in Bad",
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
