//! Writes each word into 64 bytes on the stack before it is copied.
//! A trick, and a mistake easily made: a word that is longer is cut off.
//! Fails in: step1_answers

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// The words of a text, in text order.
///
/// A slice of `&'a str` needs no `bumpalo` to be read, sorted, searched or passed on.
pub fn words<'a>(arena: &'a Bump, text: &str) -> &'a [&'a str] {
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
    let mut buffer = [0; 64];
    let mut length = 0;
    let letters = piece.chars().filter(|c| !is_apostrophe(*c));
    for c in letters.flat_map(char::to_lowercase) {
        let Some(room) = buffer.get_mut(length..length + c.len_utf8()) else {
            break;
        };
        length += c.encode_utf8(room).len();
    }
    arena.alloc_str(str::from_utf8(&buffer[..length]).unwrap_or_default())
}

/// Words as written in the text, with their apostrophes.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c))
        .filter(|piece| !piece.is_empty())
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}
