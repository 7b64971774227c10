//! The list and the words live in the arena passed to `words`.
//!
//! `leak` also gives a `&str`, and so does a second arena, so the test looks for the words in the
//! arena's chunks, as they are when `words` returns. A word that is already in the text, letter for letter, may stay there: borrowing
//! is cheaper than any allocation. (Then `text` needs the lifetime `'a` too.)
//! Before moving on: print the addresses of the first words. Is the list before them, or after?

use arena_collections::words;
use bumpalo::Bump;
use fastrand::Rng;
use yardstick::{Chunks, measure_process};

use super::texts;

#[test]
fn the_list_and_the_words_are_in_the_arena_passed_to_words() {
    let text = texts::random(&mut Rng::with_seed(yardstick::seed()), 1_000);
    let in_text = |address| text.as_bytes().as_ptr_range().contains(&address);
    let arena = Bump::new();
    // Process-wide, so that memory kept by another thread counts too.
    let (words, usage) = measure_process(|| words(&arena, &text));
    // Taken now: a word that is made when it is read comes too late to be in these.
    let chunks = Chunks::of(&arena);
    let elsewhere = usage.live - arena.allocated_bytes_including_metadata() as i64;
    let addresses = words.iter().map(|word| word.as_ptr());
    let made: Vec<usize> = addresses
        .filter(|address| !in_text(*address))
        .map(|address| address.addr())
        .collect();
    chunks.assert_holds("every word that is not borrowed from the text", made);
    chunks.assert_holds("the list of words", [words.as_ptr().addr()]);
    assert!(
        elsewhere <= 64,
        "besides the arena's chunks, `words` keeps {elsewhere} bytes of the heap for 1 000 words: \
         what is there, and who frees it?"
    );
}
