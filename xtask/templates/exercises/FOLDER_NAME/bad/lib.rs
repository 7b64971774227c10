//! The words of a text, copied: the text is in a buffer that is about to be overwritten.
//!
//! Correct, but wasteful: each word is a `String`, with a heap allocation for a few letters, and all
//! of them are freed at the same time. Let the words and their list live in the caller's arena.

// Replace: this function, with code that is right and wasteful. Then replace the solution, and the
// tests one step at a time.

use bumpalo::Bump;

/// Copies of the words of a text, in text order.
pub fn words(_arena: &Bump, text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        words.push(word.to_owned());
    }
    words
}
