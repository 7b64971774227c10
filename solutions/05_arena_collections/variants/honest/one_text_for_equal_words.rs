//! Equal words share one text: a set finds those that the arena has already.
//! Honest: one buffer and the set cost a few heap calls in all, and both are gone when `words` returns.

use std::collections::HashSet;

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// The words of a text, in text order.
pub fn words<'a>(arena: &'a Bump, text: &str) -> &'a [&'a str] {
    let mut known: HashSet<&'a str> = HashSet::new();
    let mut words = ArenaVec::new_in(arena);
    let mut word = String::new();
    for piece in pieces(text) {
        word.clear();
        let letters = piece.chars().filter(|c| !is_apostrophe(*c));
        word.extend(letters.flat_map(char::to_lowercase));
        if word.is_empty() {
            continue;
        }
        let shared = known.get(word.as_str()).copied().unwrap_or_else(|| {
            let new = &*arena.alloc_str(&word);
            known.insert(new);
            new
        });
        words.push(shared);
    }
    words.into_bump_slice()
}

/// Words as written in the text, with their apostrophes.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c))
        .filter(|piece| !piece.is_empty())
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}
