//! A word with a letter beyond ASCII, or with an apostrophe, gets three times its room, since a
//! letter may become three in lower case.
//! A trick: nothing moves, but freezing gives back nothing, and a piece that is no word keeps room.
//! Fails in: step4_in_the_arena

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};

/// The words of a text, in text order.
pub fn words<'a>(arena: &'a Bump, text: &str) -> &'a [&'a str] {
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
fn normalised<'a>(arena: &'a Bump, piece: &str) -> &'a str {
    // Most pieces, and cheaper than looking up the lower case of each letter in Unicode's tables.
    if piece.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        let word = arena.alloc_str(piece);
        word.make_ascii_lowercase();
        return word;
    }
    // One character may become three: with room for that, the word is never moved.
    let mut word = ArenaString::with_capacity_in(3 * piece.len(), arena);
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
