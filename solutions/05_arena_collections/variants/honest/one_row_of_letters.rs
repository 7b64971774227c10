//! Measures first; one text in the arena then holds all letters, and the list is slices of it.

use std::ops::Range;

use bumpalo::Bump;
use bumpalo::collections::{String, Vec};

/// The words of a text, in text order.
pub fn words<'a>(arena: &'a Bump, text: &str) -> &'a [&'a str] {
    let Size { n_words, n_bytes } = measure(text);
    let mut list: Vec<'a, &'a str> = Vec::with_capacity_in(n_words, arena);
    let mut letters = String::with_capacity_in(n_bytes, arena);
    for piece in pieces(text) {
        lower(piece, |c| letters.push(c));
    }
    // All letters are in one row, without a gap, and complete: now they can be frozen, and cut.
    let letters: &'a str = letters.into_bump_str();
    let mut taken = 0..0;
    for piece in pieces(text) {
        taken = after(&taken, piece);
        if !taken.is_empty() {
            list.push(&letters[taken.clone()]);
        }
    }
    list.into_bump_slice()
}

/// What the words of a text will need.
struct Size {
    n_words: usize,
    n_bytes: usize,
}

fn measure(text: &str) -> Size {
    let mut size = Size {
        n_words: 0,
        n_bytes: 0,
    };
    for piece in pieces(text) {
        let n_bytes = after(&(0..0), piece).len();
        size.n_bytes += n_bytes;
        // Some pieces are nothing but apostrophes.
        size.n_words += usize::from(n_bytes > 0);
    }
    size
}

/// Where the word of a piece lies, if the one before lies there.
fn after(before: &Range<usize>, piece: &str) -> Range<usize> {
    let mut end = before.end;
    lower(piece, |c| end += c.len_utf8());
    before.end..end
}

/// Shows each letter of a piece in lower case, and none of its apostrophes.
fn lower(piece: &str, mut see: impl FnMut(char)) {
    for c in piece.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => see(c.to_ascii_lowercase()),
            c if is_apostrophe(c) => {}
            // One character may become several: `İ` is an `i` and a dot above it.
            c => c.to_lowercase().for_each(&mut see),
        }
    }
}

/// Words as written in the text, with their apostrophes.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c))
        .filter(|piece| !piece.is_empty())
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}

#[cfg(test)]
mod tests {
    use super::{Bump, words};

    #[test]
    fn odd_words() {
        let arena = Bump::new();
        assert_eq!(
            words(&arena, "Don't ''' İ ΟΔΟΣ"),
            ["dont", "i\u{307}", "οδοσ"]
        );
        assert!(words(&arena, "’ '").is_empty());
    }
}
