//! The list is in the arena passed to `words`, each word there or in the text.
//!
//! `leak` also gives a `&str`, and so does a second arena, so the test looks for the words in the
//! arena's chunks, as they are when `words` returns. A word that is already in the text, letter for
//! letter, may stay there: borrowing is cheaper than any allocation. (Then `text` needs the lifetime
//! `'a` too.)
//! Arena memory is not free either: make room for words, not for every byte of the text.
//!
//! Before moving on: print the addresses of the first words. Is the list before them, or after?

use arena_collections::words;
use bumpalo::Bump;
use fastrand::Rng;
use yardstick::{Chunks, grouped, measure_process};

use super::{texts, unusual};

#[test]
fn the_list_is_in_the_arena_and_each_word_there_or_in_the_text() {
    let text = texts::random(&mut Rng::with_seed(yardstick::seed()), 1_000);
    assert_in_the_arena("a text of 1 000 words", &text);
}

#[test]
fn unusual_words_are_there_too() {
    for (what, text) in unusual::texts(100) {
        assert_in_the_arena(what, &text);
    }
}

#[test]
fn a_long_text_with_few_words_takes_little_of_the_arena() {
    // Every letter of the text may have a place in the arena, and more than once; a place in the list
    // is for words.
    const MOST_PER_BYTE: usize = 4;
    for (what, text) in [
        (
            "blank lines",
            format!("One{}TWO", "\n".repeat(yardstick::size(50_000, 500))),
        ),
        (
            "apostrophes",
            format!("One {}'TWO", "' ".repeat(yardstick::size(25_000, 250))),
        ),
        ("one word", "Abc".repeat(yardstick::size(15_000, 150))),
    ] {
        let arena = Bump::new();
        let n_words = words(&arena, &text).len();
        let (used, most) = (Chunks::of(&arena).used_bytes(), MOST_PER_BYTE * text.len());
        assert!(
            used <= most,
            "yours: {n_words} words in {} bytes, most of them {what}, take {} bytes of the arena, where \
             at most {} will do",
            grouped(text.len() as u64),
            grouped(used as u64),
            grouped(most as u64)
        );
    }
}

/// Words take room for their letters, whichever these are, and what is no word takes no more.
#[test]
fn unusual_words_take_little_more_of_the_arena_than_plain_ones() {
    const TIMES: usize = 2;
    let mut rng = Rng::with_seed(yardstick::seed());
    let n = yardstick::size(100, 10);
    let used = |text: &str| {
        // One chunk, so that nothing of it is left where another one begins.
        let arena = Bump::with_capacity(1 << 20);
        let n_words = words(&arena, text).len();
        (n_words, Chunks::of(&arena).used_bytes())
    };
    let (n_plain, plain) = used(&unusual::plain(&mut rng, n));
    assert_eq!(n_plain, n, "words in a text of {n}");
    let most = TIMES * plain;
    for (what, text) in unusual::as_long_as_plain(&mut rng, n) {
        let (_, used) = used(&text);
        assert!(
            used <= most,
            "yours: {n} {what}, 240 bytes each, take {} bytes of the arena. Plain words of that \
             length take {}, so at most {} will do",
            grouped(used as u64),
            grouped(plain as u64),
            grouped(most as u64)
        );
    }
}

#[track_caller]
fn assert_in_the_arena(what: &str, text: &str) {
    let in_text = |address| text.as_bytes().as_ptr_range().contains(&address);
    let arena = Bump::new();
    // Process-wide, so that memory kept by another thread counts too.
    let (words, usage) = measure_process(|| words(&arena, text));
    // Taken now: a word that is made when it is read comes too late to be in these.
    let chunks = Chunks::of(&arena);
    let elsewhere = usage.live - arena.allocated_bytes_including_metadata() as i64;
    let addresses = words.iter().map(|word| word.as_ptr());
    let made: Vec<usize> = addresses
        .filter(|address| !in_text(*address))
        .map(|address| address.addr())
        .collect();
    assert!(
        elsewhere <= 64,
        "yours: besides the arena's chunks, `words` keeps {} bytes of the heap for {what}",
        grouped(elsewhere.unsigned_abs())
    );
    if made.is_empty() && words.is_empty() {
        return; // A text of apostrophes.
    }
    chunks.assert_holds("your words that are not borrowed from the text", made);
    chunks.assert_holds("your list of words", [words.as_ptr().addr()]);
}
