//! Two blocks for a whole text, both of exactly the size that is needed: all letters, one word
//! after the other, and the list; the text is read once to measure them and once to fill them.

use std::iter;

use bumpalo::Bump;
use bumpalo::collections::String as ArenaString;

/// The words of a text, in text order.
pub fn words<'a>(arena: &'a Bump, text: &str) -> &'a [&'a str] {
    let lengths = || pieces(text).map(length).filter(|length| *length > 0);
    let (n_words, n_bytes) = lengths().fold((0, 0), |(n, sum), length| (n + 1, sum + length));
    let list = arena.alloc_slice_fill_copy(n_words, "");
    let mut letters = ArenaString::with_capacity_in(n_bytes, arena);
    pieces(text).for_each(|piece| letters.extend(lowercase(piece)));
    let mut rest: &'a str = letters.into_bump_str();
    for (word, length) in iter::zip(&mut *list, lengths()) {
        (*word, rest) = rest.split_at(length);
    }
    list
}

/// How many bytes a piece has in lower case, without its apostrophes.
fn length(piece: &str) -> usize {
    if piece.is_ascii() {
        return piece.bytes().filter(|byte| *byte != b'\'').count();
    }
    lowercase(piece).map(char::len_utf8).sum()
}

/// A piece in lower case, without its apostrophes.
fn lowercase(piece: &str) -> impl Iterator<Item = char> {
    let letters = piece.chars().filter(|c| !is_apostrophe(*c));
    // One character may become several: `İ` is an `i` and a dot above it.
    letters.flat_map(char::to_lowercase)
}

/// Words as written in the text, with their apostrophes.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c))
        .filter(|piece| !piece.is_empty())
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}
