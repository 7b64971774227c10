//! Each entry of the list is a pointer and a length, and so is the list itself.
//!
//! A standard `String` is three machine words, since it also stores its capacity. An arena's is
//! four, since it must know the arena as well. So a list of ten thousand arena strings is larger
//! than it was on the heap, for the sake of letters that are never added. Nobody adds a letter once a
//! word is complete, nor a word once the list is. What only has to be read needs two machine words,
//! names no library in the signatures that pass it on, and can be copied freely.
//!
//! Before moving on: what happens to the unused capacity? And if you shrink first?

use arena_collections::words;
use bumpalo::Bump;
use fastrand::Rng;

use super::texts;

/// A pointer and a length.
const FROZEN: usize = 2 * size_of::<usize>();

#[test]
fn a_word_is_a_pointer_and_a_length() {
    let text = texts::random(&mut Rng::with_seed(yardstick::seed()), 10);
    let arena = Bump::new();
    let words = words(&arena, &text);
    let largest = words.iter().map(size_of_val).max().unwrap_or_default();
    assert!(
        largest <= FROZEN,
        "yours: each word in the list takes {largest} bytes, not counting its letters, where at most \
         {FROZEN} will do"
    );
}

#[test]
fn the_list_is_a_pointer_and_a_length() {
    let arena = Bump::new();
    let words = words(&arena, "Call me Ishmael.");
    assert_eq!(words.len(), 3, "words in `Call me Ishmael.`");
    let size = size_of_value(&words);
    assert!(
        size <= FROZEN,
        "yours: the list takes {size} bytes, not counting its elements, where at most {FROZEN} will do"
    );
}

/// The size of the referent, which may itself be a reference.
fn size_of_value<T>(_: &T) -> usize {
    size_of::<T>()
}
