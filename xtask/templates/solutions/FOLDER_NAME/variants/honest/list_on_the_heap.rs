//! Only the words are in the arena; the list is a standard `Vec`.
//! Honest: the words were the cost. A list that doubles asks the heap a few times.

use bumpalo::Bump;

/// Copies of the words of a text, in text order.
pub fn words<'a>(arena: &'a Bump, text: &str) -> Vec<&'a str> {
    let words = text.split_whitespace();
    words.map(|word| &*arena.alloc_str(word)).collect()
}
