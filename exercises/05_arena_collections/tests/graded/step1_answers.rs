//! The words are right, and in text order. The starter passes this step; keep it passing.
//!
//! The tests iterate over the result of `words`, and read each word as text. Which types the list
//! and its words have is yours to choose.
//!
//! Before moving on: which characters in the tests of this step become longer in lower case?

use arena_collections::words;
use bumpalo::Bump;
use fastrand::Rng;

use super::{texts, unusual};

macro_rules! plain {
    ($words:path, $text:expr) => {{
        let arena = Bump::new();
        let words = $words(&arena, $text);
        words
            .iter()
            .map(|word| word.to_string())
            .collect::<Vec<String>>()
    }};
}

#[test]
fn words_are_in_lower_case_and_without_apostrophes() {
    let texts: [(&str, &[&str]); 8] = [
        ("Don't wake the WHALE!", &["dont", "wake", "the", "whale"]),
        ("", &[]),
        (" '' … ’ -- ", &[]),
        ("a-b,c;d", &["a", "b", "c", "d"]),
        ("people’s 2nd HAT", &["peoples", "2nd", "hat"]),
        ("Straße ÜBER Ærø", &["straße", "über", "ærø"]),
        // Letter by letter: at the end of a word, `str::to_lowercase` has another sigma.
        ("ΟΔΟΣ", &["οδοσ"]),
        ("İSTANBUL ȺȾ", &["i\u{307}stanbul", "ⱥⱦ"]),
    ];
    for (text, expected) in texts {
        assert_eq!(plain!(words, text), expected, "the words of `{text}`");
    }
}

#[test]
fn random_texts_have_the_same_words_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for n_words in 0..yardstick::size(60, 5) {
        let text = texts::random(&mut rng, n_words);
        assert_eq!(
            plain!(words, &text),
            plain!(bad::words, &text),
            "the words of this text (seed {seed}):\n{text}"
        );
    }
}

#[test]
fn unusual_texts_have_the_same_words_as_in_bad() {
    let n = if cfg!(miri) { 30 } else { 4_000 };
    for (what, text) in unusual::texts(n) {
        assert!(
            plain!(words, &text) == plain!(bad::words, &text),
            "yours: the words of {what}, in {} bytes, are not those of Bad",
            text.len()
        );
    }
}

/// A text may have any number of words. A stack has no room for them, and this one is small.
#[test]
fn a_text_may_have_very_many_words() {
    const STACK: usize = 128 << 10;
    const N_TIMES: usize = yardstick::size(yardstick::thorough(8_000, 150_000), 20);
    let text = "Ay, sir! ".repeat(N_TIMES);
    let (n_words, last) = yardstick::on_a_small_stack(STACK, || {
        let arena = Bump::new();
        let words = words(&arena, &text);
        let last = words.iter().last().map(|word| word.to_string());
        (words.len(), last)
    });
    assert_eq!(n_words, 2 * N_TIMES, "words in `Ay, sir!`, {N_TIMES} times");
    assert_eq!(
        last.as_deref(),
        Some("sir"),
        "the last word of `Ay, sir!`, {N_TIMES} times"
    );
}

#[test]
fn random_characters_have_the_same_words_as_in_bad() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for _ in 0..yardstick::size(200, 4) {
        let text: String = (0..60)
            .map(|_| match rng.u8(..4) {
                0 => rng.choice([' ', '\'', '’', '-', '\n']).unwrap_or(' '),
                1 => rng.char('\u{a0}'..'\u{2fff}'),
                _ => rng.char('!'..='~'),
            })
            .collect();
        assert_eq!(
            plain!(words, &text),
            plain!(bad::words, &text),
            "the words of this text (seed {seed}): {text:?}"
        );
    }
}
