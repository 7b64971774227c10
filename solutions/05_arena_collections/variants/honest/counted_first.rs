//! Counts the words in a first pass, and asks the arena for the list once: `alloc_slice_fill_iter`.
//! Honest: no `collections::Vec` at all, and the list never grows.

use bumpalo::Bump;
use bumpalo::collections::String as ArenaString;

/// The words of a text, in text order.
pub fn words<'a>(arena: &'a Bump, text: &str) -> &'a [&'a str] {
    let has_letters = |piece: &&str| piece.chars().any(|c| !is_apostrophe(c));
    let count = pieces(text).filter(has_letters).count();
    let mut left = pieces(text).filter(has_letters);
    arena.alloc_slice_fill_with(count, |_| {
        left.next().map_or("", |piece| normalised(arena, piece))
    })
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
