//! Keeps every word ever seen in a global table, and returns references into it.
//! A trick: texts repeat their words, so it is cheap; but the table grows forever.
//! Fails in: step4_in_the_arena, step5_nothing_left

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

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
        let word = normalised(piece);
        // Some pieces are nothing but apostrophes.
        if !word.is_empty() {
            words.push(word);
        }
    }
    words.into_bump_slice()
}

static SEEN: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);

/// A piece in lower case, without its apostrophes.
fn normalised(piece: &str) -> &'static str {
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    let seen = seen.get_or_insert_default();
    let mut word = String::new();
    for c in piece.chars().filter(|c| !is_apostrophe(*c)) {
        word.extend(c.to_lowercase());
    }
    if let Some(word) = seen.get(word.as_str()) {
        return word;
    }
    let word: &'static str = word.leak();
    seen.insert(word);
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
