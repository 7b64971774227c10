//! Makes a `String` of each word, and copies that into the arena.
//! A trick: the result is as it should be, but each word was on the heap first.
//! Fails in: step2_budget

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// Copies of the words of a text, in text order.
pub fn words<'a>(arena: &'a Bump, text: &str) -> ArenaVec<'a, &'a str> {
    let mut words = ArenaVec::new_in(arena);
    for word in text.split_whitespace() {
        let owned = word.to_owned();
        words.push(&*arena.alloc_str(&owned));
    }
    words
}
