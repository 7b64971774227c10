//! An arena box, collected with `collect_in`: a boxed slice of text.
//! Honest: a boxed slice is frozen too, at two words, and drops its elements.

use bumpalo::Bump;
use bumpalo::boxed::Box as ArenaBox;
use bumpalo::collections::{CollectIn, Vec as ArenaVec};

/// The words of a text, in text order.
pub fn words<'a>(arena: &'a Bump, text: &str) -> ArenaBox<'a, [&'a str]> {
    pieces(text)
        .map(|piece| normalised(arena, piece))
        .filter(|word| !word.is_empty())
        .collect_in::<ArenaVec<'a, _>>(arena)
        .into_boxed_slice()
}

/// A piece in lower case, without its apostrophes.
fn normalised<'a>(arena: &'a Bump, piece: &str) -> &'a str {
    let mut buffer = [0; 4];
    let letters = piece.chars().filter(|c| !is_apostrophe(*c));
    let mut bytes = ArenaVec::new_in(arena);
    for c in letters.flat_map(char::to_lowercase) {
        bytes.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
    }
    std::str::from_utf8(bytes.into_bump_slice()).expect("encoded characters are UTF-8")
}

/// Words as written in the text, with their apostrophes.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c))
        .filter(|piece| !piece.is_empty())
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}
