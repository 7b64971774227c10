//! `String::leak` and `Vec::leak` give the frozen types without any arena.
//! A trick: the memory can never be freed.
//! Fails in: step2_budget, step4_in_the_arena, step5_nothing_left

use bumpalo::Bump;

/// The words of a text, in text order.
pub fn words(_arena: &Bump, text: &str) -> &'static [&'static str] {
    let mut words = Vec::new();
    for piece in pieces(text) {
        let word = normalised(piece);
        // Some pieces are nothing but apostrophes.
        if !word.is_empty() {
            words.push(&*word.leak());
        }
    }
    words.leak()
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
