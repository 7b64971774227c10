//! Honest: no word has a space in it, so one frozen text of the arena with a space after each word
//! is list and words at the same time: a pointer and a length, and one byte for each word.

use bumpalo::Bump;
use bumpalo::collections::String as ArenaString;

/// The words of a text, in text order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words<'a> {
    /// Each word, with a space after it.
    text: &'a str,
}

impl<'a> Words<'a> {
    /// Each word.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.text.split_terminator(' ')
    }

    /// How many there are. Looks at all of them.
    pub fn len(&self) -> usize {
        self.text.bytes().filter(|byte| *byte == b' ').count()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Where the list is: the address of the first word.
    pub fn as_ptr(&self) -> *const u8 {
        self.text.as_ptr()
    }
}

/// The words of a text, in text order.
pub fn words<'a>(arena: &'a Bump, text: &str) -> Words<'a> {
    // Few letters take more bytes in lower case. As the only one that allocates, the text may grow.
    let mut all = ArenaString::with_capacity_in(text.len() + 1, arena);
    for piece in pieces(text) {
        let start = all.len();
        for c in piece.chars().filter(|c| !is_apostrophe(*c)) {
            // One character may become several: `İ` is an `i` and a dot above it.
            all.extend(c.to_lowercase());
        }
        // Some pieces are nothing but apostrophes.
        if all.len() > start {
            all.push(' ');
        }
    }
    Words {
        text: all.into_bump_str(),
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
