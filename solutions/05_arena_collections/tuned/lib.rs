//! Bad tuned without an arena: one string holds the text in lower case, and behind it the words that need more than
//! that. The list says where in it each word is. Two blocks instead of one for each word; but the list owns its words,
//! and the caller no longer gets a vector of them.

use std::ops::Range;

use bumpalo::Bump;

/// Words, as places in one string.
pub struct Words {
    letters: String,
    places: Vec<Range<usize>>,
}

/// The words of a text, in text order.
pub fn words(_arena: &Bump, text: &str) -> Words {
    // With room for the words that are added: a string that grows is copied.
    let mut letters = String::with_capacity(text.len() + text.len() / 4);
    letters.push_str(text);
    letters.make_ascii_lowercase();
    // A guess. A word and the gap after it usually take more than five bytes.
    let mut places = Vec::with_capacity(text.len() / 5);
    for piece in pieces(text) {
        let place = if piece.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            // At the same place in both.
            let start = piece.as_ptr().addr() - text.as_ptr().addr();
            start..start + piece.len()
        } else {
            push_normalised(&mut letters, piece)
        };
        // Some pieces are nothing but apostrophes.
        if !place.is_empty() {
            places.push(place);
        }
    }
    Words { letters, places }
}

impl Words {
    /// The words, in text order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.places.iter().map(|place| &self.letters[place.clone()])
    }

    /// The number of words.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Where the list is.
    pub fn as_ptr(&self) -> *const Range<usize> {
        self.places.as_ptr()
    }
}

/// Adds a piece in lower case, without its apostrophes, and says where it is.
fn push_normalised(letters: &mut String, piece: &str) -> Range<usize> {
    let start = letters.len();
    for c in piece.chars().filter(|c| !is_apostrophe(*c)) {
        // One character may become several: `İ` is an `i` and a dot above it.
        letters.extend(c.to_lowercase());
    }
    start..letters.len()
}

/// Words as written in the text, with their apostrophes.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c))
        .filter(|piece| !piece.is_empty())
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}
