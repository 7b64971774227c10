//! One frozen text and a frozen slice of ends in the arena: four bytes for each word, not sixteen.
//! Honest: list and words are in the arena, and each word is cut out when it is asked for.

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};

/// The words of a text, one after another.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    text: &'a str,
    ends: &'a [u32],
}

impl<'a> Words<'a> {
    /// How many.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The address of the list.
    pub fn as_ptr(&self) -> *const u32 {
        self.ends.as_ptr()
    }

    /// Each word.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let (text, mut start) = (self.text, 0);
        self.ends.iter().map(move |end| {
            let word = &text[start..*end as usize];
            start = *end as usize;
            word
        })
    }
}

/// The words of a text, in text order.
pub fn words<'a>(arena: &'a Bump, text: &str) -> &'a Words<'a> {
    let mut all = ArenaString::with_capacity_in(text.len(), arena);
    let mut ends = ArenaVec::new_in(arena);
    for piece in pieces(text) {
        let start = all.len();
        for c in piece.chars().filter(|c| !is_apostrophe(*c)) {
            all.extend(c.to_lowercase());
        }
        if all.len() > start {
            ends.push(u32::try_from(all.len()).expect("a text below 4 GiB"));
        }
    }
    arena.alloc(Words {
        text: all.into_bump_str(),
        ends: ends.into_bump_slice(),
    })
}

/// Words as written in the text, with their apostrophes.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c))
        .filter(|piece| !piece.is_empty())
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}
