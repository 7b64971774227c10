//! Copies the whole text into the arena, and splits the copy.
//! Honest: one copy is cheaper than one for each word, although it keeps the whitespace, too.

use bumpalo::Bump;
use bumpalo::collections::{CollectIn as _, Vec as ArenaVec};

/// Copies of the words of a text, in text order.
pub fn words<'a>(arena: &'a Bump, text: &str) -> ArenaVec<'a, &'a str> {
    let text: &'a str = arena.alloc_str(text);
    text.split_whitespace().collect_in(arena)
}
