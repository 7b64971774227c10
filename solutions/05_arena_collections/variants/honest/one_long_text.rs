//! Writes all words into one long string of the arena, freezes it, and cuts it up.
//! Honest: the words live in the arena, one after another, and two collections hold everything.

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};

/// The words of a text, in text order.
pub fn words<'a>(arena: &'a Bump, text: &str) -> &'a [&'a str] {
    let mut all = ArenaString::with_capacity_in(text.len(), arena);
    for piece in pieces(text) {
        for c in piece.chars().filter(|c| !is_apostrophe(*c)) {
            all.extend(c.to_lowercase());
        }
        all.push(' ');
    }
    let mut words = ArenaVec::new_in(arena);
    words.extend(
        all.into_bump_str()
            .split(' ')
            .filter(|word| !word.is_empty()),
    );
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
