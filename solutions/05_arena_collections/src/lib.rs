//! The words of a text as a search index wants them: in lower case, and without apostrophes.
//!
//! `Don't wake the WHALE!` gives `dont`, `wake`, `the`, `whale`.
//!
//! Most words need no more than lower case: they are pieces of a copy of the text. The others, and the
//! list, grow in the arena and are frozen when they are complete. The result is plain references:
//! only the compiler knows of an arena, through `'a`.

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};

/// The words of a text, in text order.
///
/// A slice of `&'a str` needs no `bumpalo` to be read, sorted, searched or passed on.
pub fn words<'a>(arena: &'a Bump, text: &str) -> &'a [&'a str] {
    // The arena lends the copy as `&mut str`, so it can be changed in place.
    let copy = arena.alloc_str(text);
    copy.make_ascii_lowercase();
    // The number of words is not known, so this is a guess, rather too low than too high: a list that
    // grows leaves its smaller copy behind, once or twice. Capacity that is never filled would be
    // lost for every text.
    let mut words = ArenaVec::with_capacity_in(text.len() / 8, arena);
    for piece in pieces(copy) {
        let word = normalised(arena, piece);
        // Some pieces are nothing but apostrophes.
        if !word.is_empty() {
            words.push(word);
        }
    }
    words.into_bump_slice()
}

/// A piece in lower case, without its apostrophes. Its ASCII letters are in lower case already.
fn normalised<'a>(arena: &'a Bump, piece: &'a str) -> &'a str {
    // Most pieces.
    if piece.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
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
