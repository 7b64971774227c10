//! The words are right, in text order, and outlive the text. The starter passes this step; keep it
//! passing.
//!
//! The tests iterate over the result of `words`, and read each word as text. A `Vec<String>` and an
//! arena's `Vec<'a, &'a str>` look alike to them, and so do many other types.
//! Before moving on: how many heap calls does the starter make for `in a hole`?

use bumpalo::Bump;
use fastrand::Rng;

use CRATE_NAME::words;

use super::texts;

/// The words of a text, read after the text is gone.
macro_rules! copied {
    ($words:path, $text:expr) => {{
        let arena = Bump::new();
        let text = String::from($text);
        let words = $words(&arena, &text);
        drop(text);
        words
            .iter()
            .map(|word| word.to_string())
            .collect::<Vec<String>>()
    }};
}

#[test]
fn words_are_what_whitespace_separates() {
    let texts: [(&str, &[&str]); 4] = [
        ("in a hole", &["in", "a", "hole"]),
        ("", &[]),
        (" \n\t ", &[]),
        ("  two\n\nlines, ", &["two", "lines,"]),
    ];
    for (text, expected) in texts {
        assert_eq!(copied!(words, text), expected, "the words of {text:?}");
    }
}

#[test]
fn random_texts_have_the_same_words_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for n_words in 0..60 {
        let text = texts::random(&mut rng, n_words);
        assert_eq!(
            copied!(words, &*text),
            copied!(bad::words, &*text),
            "the words of this text (seed {seed}):\n{text}"
        );
    }
}
