//! Collections that no longer grow are frozen: two words of memory each, a pointer and a length.
//!
//! A standard `String` is three words, since it also stores its capacity. An arena's `String` is
//! four, since it must know the arena as well. So a list of ten thousand arena strings is larger
//! than it was on the heap, for the sake of letters that are never added. `into_bump_str` and
//! `into_bump_slice` give up capacity and arena, and return a plain `&'a str` and `&'a [T]`, which
//! can be copied freely.
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
        "each word in the list takes {largest} bytes, not counting its letters.\n\
         A `&'a str` takes {FROZEN}: end with `into_bump_str()`, and store that in the list"
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
        "the list takes {size} bytes, not counting its elements.\n\
         A `&'a [&'a str]` takes {FROZEN}: end with `into_bump_slice()`, and return that"
    );
}

/// The size of the referent, which may itself be a reference.
fn size_of_value<T>(_: &T) -> usize {
    size_of::<T>()
}
