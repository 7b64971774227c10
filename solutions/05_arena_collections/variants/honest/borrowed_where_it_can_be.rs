//! Words that are in lower case already stay in the text; only the others are made in the arena.
//! Honest: borrowing is cheaper than any arena, and the signature says that the text must stay.

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};

/// The words of a text, in text order.
///
/// A slice of `&'a str` needs no `bumpalo` to be read, sorted, searched or passed on.
pub fn words<'a>(arena: &'a Bump, text: &'a str) -> &'a [&'a str] {
    // The number of words is not known. Allocations for the list and for words alternate, so the
    // list cannot grow in place; each time it leaves its smaller copy behind. Doubling keeps the
    // total below the size of the list itself. Counting first, or guessing, would avoid it.
    let mut words = ArenaVec::new_in(arena);
    for piece in pieces(text) {
        let word = normalised(arena, piece);
        // Some pieces are nothing but apostrophes.
        if !word.is_empty() {
            words.push(word);
        }
    }
    words.into_bump_slice()
}

/// A piece in lower case, without its apostrophes.
fn normalised<'a>(arena: &'a Bump, piece: &'a str) -> &'a str {
    if piece.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return piece;
    }
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
