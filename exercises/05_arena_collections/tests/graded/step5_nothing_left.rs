//! When the list and the arena are gone, nothing is left. The starter passes this step; keep it
//! passing.
//!
//! A frozen slice is not dropped. That is fine as long as nothing in it owns heap memory: a `&str`
//! owns nothing. A frozen slice of standard `String`s would leak all their letters.
//!
//! Before moving on: `into_bump_slice` of an arena's `Vec` of arena `String`s: what is leaked, and
//! until when?

use arena_collections::words;
use bumpalo::Bump;
use fastrand::Rng;
use yardstick::Budget;

use super::{texts, unusual};

#[test]
fn nothing_is_left_of_words_and_arena() {
    let mut rng = Rng::with_seed(yardstick::seed());
    for n_words in [1, 100, 5_000].map(|n_words| yardstick::size(n_words, 30)) {
        let text = texts::random(&mut rng, n_words);
        Budget::named(format!(
            "the words of a text, {n_words} of them, made and dropped"
        ))
        .live(0)
        .process_wide()
        .run(|| {
            let arena = Bump::new();
            let n_found = words(&arena, &text).len();
            assert!(
                n_found >= n_words,
                "yours: {n_found} words, where the text has at least {n_words}"
            );
        });
    }
}

#[test]
fn nothing_is_left_of_unusual_words_either() {
    for (what, text) in unusual::texts(1_000) {
        Budget::named(format!("{what}, made and dropped"))
            .live(0)
            .process_wide()
            .run(|| {
                let arena = Bump::new();
                let _words = words(&arena, &text);
            });
    }
}
