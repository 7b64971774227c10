//! One frozen text and a frozen slice of ends, in 16 bits each.
//! A trick, and a mistake easily made: a text of more than 65 535 bytes is cut up in the wrong places.
//! Fails in: step1_answers

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};

/// The words of a text, one after another.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    text: &'a str,
    ends: &'a [u16],
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
    pub fn as_ptr(&self) -> *const u16 {
        self.ends.as_ptr()
    }

    /// Each word.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let (text, mut start) = (self.text, 0);
        self.ends.iter().map(move |end| {
            let word = text.get(start..*end as usize).unwrap_or_default();
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
            ends.push(all.len() as u16);
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
