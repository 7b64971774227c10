//! Honest: values are moved into the list of pieces, and not copied; a vector of the arena drops
//! what it holds, so the list goes with the letter, and only the list is in the scratchpad.

use std::cell::Cell;

use bumpalo::Bump;
use bumpalo::collections::Vec;

/// A scratchpad that holds more bytes than this between letters is not worth keeping.
pub const KEEP: usize = 1 << 20;

thread_local! {
    static SCRATCHPAD: Cell<Option<Bump>> = const { Cell::new(None) };
}

struct Pad(Bump);

fn pad() -> Pad {
    Pad(SCRATCHPAD.take().unwrap_or_default())
}

impl std::ops::Deref for Pad {
    type Target = Bump;
    fn deref(&self) -> &Bump {
        &self.0
    }
}

impl Drop for Pad {
    fn drop(&mut self) {
        let mut mine = std::mem::take(&mut self.0);
        mine.reset();
        let other = SCRATCHPAD.take();
        SCRATCHPAD.set(
            [Some(mine), other]
                .into_iter()
                .flatten()
                .filter(|pad| pad.allocated_bytes() <= KEEP)
                .max_by_key(Bump::allocated_bytes),
        );
    }
}

/// Lends an empty scratchpad to `work`.
pub fn with_scratchpad<R>(work: impl FnOnce(&Bump) -> R) -> R {
    work(&pad())
}

/// A field without a value, or without its closing brace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfilled {
    /// The byte offset in the template where the field starts.
    pub at: usize,
}

/// A part of a letter.
enum Piece<'t, V> {
    Text(&'t str),
    Value(V),
}

impl<V: AsRef<str>> AsRef<str> for Piece<'_, V> {
    fn as_ref(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Value(value) => value.as_ref(),
        }
    }
}

/// Writes a letter.
pub fn fill<V: AsRef<str>>(
    template: &str,
    mut value_of: impl FnMut(&str) -> Option<V>,
) -> Result<String, Unfilled> {
    let pad = pad();
    let mut pieces = Vec::with_capacity_in(2 * template.matches('{').count() + 1, &pad);
    let mut done = 0;
    while let Some(found) = template[done..].find('{') {
        let at = done + found;
        let end = template[at..].find('}').ok_or(Unfilled { at })? + at;
        pieces.push(Piece::Text(&template[done..at]));
        pieces.push(Piece::Value(
            value_of(&template[at + 1..end]).ok_or(Unfilled { at })?,
        ));
        done = end + 1;
    }
    pieces.push(Piece::Text(&template[done..]));
    let length = pieces.iter().map(|piece| piece.as_ref().len()).sum();
    let mut letter = String::with_capacity(length);
    pieces
        .iter()
        .for_each(|piece| letter.push_str(piece.as_ref()));
    Ok(letter)
}
