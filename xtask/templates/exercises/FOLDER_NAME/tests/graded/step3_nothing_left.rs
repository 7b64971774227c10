//! When words and arena are gone, nothing is left. The starter passes this step; keep it passing.
//!
//! An arena frees its chunks and runs no `Drop`, so what is in it must not own heap memory: a `&str`
//! owns nothing. `String::leak` gives a reference of any lifetime, and never frees it.
//! Before moving on: what would be left of an arena's `Vec` of `String`s that is never dropped?

use bumpalo::Bump;
use fastrand::Rng;
use yardstick::Budget;

use CRATE_NAME::words;

use super::texts;

#[test]
fn nothing_is_left_of_words_and_arena() {
    let text = texts::random(&mut Rng::with_seed(yardstick::seed()), 1_000);
    Budget::named("the words of a text, made and dropped")
        .live(0)
        .process_wide()
        .run(|| {
            let arena = Bump::new();
            assert_eq!(
                words(&arena, &text).len(),
                1_000,
                "words in a text of 1 000"
            );
        });
}
