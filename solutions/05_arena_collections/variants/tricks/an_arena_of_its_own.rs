//! A second arena, leaked, instead of the caller's.
//! A trick: few heap calls, but no way to reset the memory they obtained.
//! Fails in: step4_in_the_arena, step5_nothing_left

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};

/// The words of a text, in text order.
///
/// A slice of `&'a str` needs no `bumpalo` to be read, sorted, searched or passed on.
pub fn words(_arena: &Bump, text: &str) -> &'static [&'static str] {
    let arena: &'static Bump = Box::leak(Box::new(Bump::new()));
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
