//! One `String` is cleared and reused for each word, which `alloc_str` copies; one `Vec` gathers the
//! list, which `alloc_slice_copy` copies.
//! Honest: two buffers serve all words, so they cost a few heap calls in all.

use bumpalo::Bump;

/// The words of a text.
pub fn words<'a>(arena: &'a Bump, text: &str) -> &'a [&'a str] {
    let mut words: Vec<&'a str> = Vec::new();
    let mut word = String::new();
    for piece in pieces(text) {
        word.clear();
        for c in piece.chars().filter(|c| !is_apostrophe(*c)) {
            word.extend(c.to_lowercase());
        }
        if !word.is_empty() {
            words.push(arena.alloc_str(&word));
        }
    }
    arena.alloc_slice_copy(&words)
}

/// Words as written in the text, with their apostrophes.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c))
        .filter(|piece| !piece.is_empty())
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}
