//! Builds list and words with the standard collections, and copies both into the arena.
//! A trick: the result is as it should be, but every word was on the heap first.
//! Fails in: step2_budget

use bumpalo::Bump;

/// The words of a text, in text order.
pub fn words<'a>(arena: &'a Bump, text: &str) -> &'a [&'a str] {
    let mut words = Vec::new();
    for piece in pieces(text) {
        let word = normalised(piece);
        // Some pieces are nothing but apostrophes.
        if !word.is_empty() {
            words.push(&*arena.alloc_str(&word));
        }
    }
    arena.alloc_slice_copy(&words)
}

/// A piece in lower case, without its apostrophes.
fn normalised(piece: &str) -> String {
    let mut word = String::with_capacity(piece.len());
    for c in piece.chars().filter(|c| !is_apostrophe(*c)) {
        // One character may become several: `İ` is an `i` and a dot above it.
        word.extend(c.to_lowercase());
    }
    word
}

/// Words as written in the text, with their apostrophes.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c))
        .filter(|piece| !piece.is_empty())
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}
