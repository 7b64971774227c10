//! A trick, and a mistake easily made: a letter is encoded in three bytes, as many as every letter
//! of the tests takes, and one of four bytes (`𠮷`, `𐐀`) panics.
//! Fails in: step1_answers

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// The words of a text, in text order.
pub fn words<'a>(arena: &'a Bump, text: &str) -> &'a [&'a str] {
    let mut words = ArenaVec::with_capacity_in(text.len() / 8, arena);
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
    let letters = piece.chars().filter(|c| !is_apostrophe(*c));
    let mut bytes = ArenaVec::with_capacity_in(piece.len(), arena);
    for c in letters.flat_map(char::to_lowercase) {
        // Room for any letter of the Basic Multilingual Plane.
        let mut buffer = [0; 3];
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
