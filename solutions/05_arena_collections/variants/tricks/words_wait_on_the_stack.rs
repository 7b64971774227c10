//! The words wait on the stack, 32 for each level of a recursion, until their number is known.
//! A trick: no list ever grows, but a long text overflows the stack.
//! Fails in: step1_answers

use bumpalo::Bump;
use bumpalo::collections::String as ArenaString;

/// The words of a text, in text order.
pub fn words<'a>(arena: &'a Bump, text: &str) -> &'a mut [&'a str] {
    // Some pieces are nothing but apostrophes.
    let mut words = pieces(text)
        .map(|piece| normalised(arena, piece))
        .filter(|word| !word.is_empty());
    listed(arena, 0, &mut words)
}

/// The words to come, behind room for the `before` that others will fill in. How many there are is
/// known at the end only, and then the list has its exact size: no vector grows.
fn listed<'a>(
    arena: &'a Bump,
    before: usize,
    words: &mut dyn Iterator<Item = &'a str>,
) -> &'a mut [&'a str] {
    let mut block = [""; 32];
    let mut n_words = 0;
    for (place, word) in block.iter_mut().zip(&mut *words) {
        *place = word;
        n_words += 1;
    }
    let list = if n_words < block.len() {
        arena.alloc_slice_fill_copy(before + n_words, "")
    } else {
        listed(arena, before + n_words, words)
    };
    list[before..before + n_words].copy_from_slice(&block[..n_words]);
    list
}

/// A piece in lower case, without its apostrophes.
fn normalised<'a>(arena: &'a Bump, piece: &str) -> &'a str {
    // Most pieces, and cheaper than looking up the lower case of each letter in Unicode's tables.
    if piece.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        let word = arena.alloc_str(piece);
        word.make_ascii_lowercase();
        return word;
    }
    let letters = || {
        piece
            .chars()
            .filter(|c| !is_apostrophe(*c))
            .flat_map(char::to_lowercase)
    };
    let len = letters().map(char::len_utf8).sum();
    let mut word = ArenaString::with_capacity_in(len, arena);
    word.extend(letters());
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
