//! The words of a text as a search index wants them: in lower case, and without apostrophes.
//!
//! `Don't wake the WHALE!` gives `dont`, `wake`, `the`, `whale`.
//!
//! Correct, but wasteful: each word is a `String`, with a heap allocation for a few letters. No
//! letter will ever be added to any of them, and all of them are freed at the same time. Let text
//! and list live in the caller's arena.
//!
//! Yours to change: everything below, types and signatures as well. The tests use `words` with an
//! arena and a text, iterate over the result with `iter`, read each word as text, and ask the list for
//! its `len`, and list and words for their address with `as_ptr`. All of `src/` is yours, so you may
//! add files.

use bumpalo::Bump;

/// The words of a text, in text order.
pub fn words(_arena: &Bump, text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for piece in pieces(text) {
        let word = normalised(piece);
        // Some pieces are nothing but apostrophes.
        if !word.is_empty() {
            words.push(word);
        }
    }
    words
}

/// A piece in lower case, without its apostrophes.
fn normalised(piece: &str) -> String {
    // Most pieces, and cheaper than looking up the lower case of each letter in Unicode's tables.
    if piece.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return piece.to_ascii_lowercase();
    }
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
