//! Keeps the text in the arena, and makes the words there each time that they are read.
//! A trick: `words` makes no word at all, and each look at the list takes more of the arena.
//! Fails in: step4_in_the_arena

use bumpalo::Bump;
use bumpalo::collections::String as ArenaString;

/// A text whose words can be read.
pub struct Words<'a> {
    arena: &'a Bump,
    text: &'a str,
}

impl<'a> Words<'a> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where this is.
    pub fn as_ptr(&self) -> *const Self {
        self
    }

    /// Each word.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let arena = self.arena;
        let words = pieces(self.text).map(move |piece| normalised(arena, piece));
        words.filter(|word| !word.is_empty())
    }
}

/// The words of a text, in text order.
pub fn words<'a>(arena: &'a Bump, text: &str) -> &'a Words<'a> {
    arena.alloc(Words {
        arena,
        text: arena.alloc_str(text),
    })
}

/// A piece in lower case, without its apostrophes.
fn normalised<'a>(arena: &'a Bump, piece: &str) -> &'a str {
    // Mostly exact. `into_bump_str` does not return unused capacity: here the bytes of the
    // apostrophes, one or three each, less than it would cost to find out.
    let mut word = ArenaString::with_capacity_in(piece.len(), arena);
    for c in piece.chars().filter(|c| !is_apostrophe(*c)) {
        // One character may become several: `İ` is an `i` and a dot above it.
        word.extend(c.to_lowercase());
    }
    word.into_bump_str()
}

/// Words as written in the text, with their apostrophes.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c))
        .filter(|piece| !piece.is_empty())
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}
