//! The words in the arena, and a boxed slice of the heap for the list: two words wide, and frozen.
//! A trick, and a mistake easily made: a list of the arena's words is not yet a list in the arena.
//! Fails in: step4_in_the_arena

use bumpalo::Bump;
use bumpalo::collections::String as ArenaString;

/// The words of a text, in text order.
///
/// A slice of `&'a str` needs no `bumpalo` to be read, sorted, searched or passed on.
pub fn words<'a>(arena: &'a Bump, text: &str) -> Box<[&'a str]> {
    let mut words = Vec::new();
    for piece in pieces(text) {
        let word = normalised(arena, piece);
        // Some pieces are nothing but apostrophes.
        if !word.is_empty() {
            words.push(word);
        }
    }
    words.into_boxed_slice()
}

/// A piece in lower case, without its apostrophes.
fn normalised<'a>(arena: &'a Bump, piece: &str) -> &'a str {
    // Mostly exact. `into_bump_str` does not return unused capacity: here the bytes of the
    // apostrophes, one or three each, less than it would cost to find out.
    let mut word = ArenaString::with_capacity_in(piece.len(), arena);
    for c in piece.chars().filter(|c| !is_apostrophe(*c)) {
        // One character may become several: `İ` is an `i` and a dot above it.
        word.extend(c.to_lowercase());
    }
    word.into_bump_str()
}

/// Words as written in the text, with their apostrophes.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c))
        .filter(|piece| !piece.is_empty())
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}
