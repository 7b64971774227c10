//! The words of a text, copied: the text is in a buffer that is about to be overwritten.
//!
//! Words and list are in the caller's arena, and go with it: there is nothing to free one by one.

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// Copies of the words of a text, in text order.
pub fn words<'a>(arena: &'a Bump, text: &str) -> ArenaVec<'a, &'a str> {
    // Words are allocated between two elements of the list, so it cannot grow in place: each time it
    // leaves its smaller copy behind, until the arena is reset.
    let mut words = ArenaVec::new_in(arena);
    for word in text.split_whitespace() {
        // `alloc_str` returns a `&mut str`; as a `&str` it can be copied freely.
        words.push(&*arena.alloc_str(word));
    }
    words
}
