//! Letters from templates: `Dear {name}, …` is filled in with the values of its fields.
//!
//! Correct as long as every letter ends well, and none is inside another. The pieces of a letter
//! are collected in a scratchpad: an arena that each thread keeps, taken for one letter and put back
//! when the letter is done.
//!
//! Yours to change: everything below but `Unfilled` and the signatures of `fill` and
//! `with_scratchpad`, in this file or in others of `src/`. Those three are what the tests use.

use std::cell::Cell;

use bumpalo::Bump;
use bumpalo::collections::Vec;

/// A scratchpad that holds more bytes than this between letters is not worth keeping.
pub const KEEP: usize = 1 << 20;

thread_local! {
    static SCRATCHPAD: Cell<Option<Bump>> = Cell::new(Some(Bump::new()));
}

fn take_scratchpad() -> Bump {
    SCRATCHPAD.take().unwrap()
}

fn put_scratchpad(mut scratchpad: Bump) {
    scratchpad.reset();
    SCRATCHPAD.set(Some(scratchpad));
}

/// Lends an empty scratchpad to `work`. Nothing allocated in it can leave with the result.
pub fn with_scratchpad<R>(work: impl FnOnce(&Bump) -> R) -> R {
    let scratchpad = take_scratchpad();
    let result = work(&scratchpad);
    put_scratchpad(scratchpad);
    result
}

/// A field without a value, or without its closing brace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfilled {
    /// The byte offset in the template where the field starts.
    pub at: usize,
}

/// Writes a letter: `value_of` is called for each `{field}` of the template, in order. A value may
/// be a letter itself.
pub fn fill<V: AsRef<str>>(
    template: &str,
    mut value_of: impl FnMut(&str) -> Option<V>,
) -> Result<String, Unfilled> {
    let scratchpad = take_scratchpad();
    let mut pieces = Vec::new_in(&scratchpad);
    let mut rest = template;
    while let Some((text, field)) = rest.split_once('{') {
        let at = template.len() - field.len() - 1;
        let (field, after) = field.split_once('}').ok_or(Unfilled { at })?;
        let value = value_of(field).ok_or(Unfilled { at })?;
        pieces.push(text);
        pieces.push(scratchpad.alloc_str(value.as_ref()));
        rest = after;
    }
    pieces.push(rest);
    // All lengths are known here, so the letter is a single allocation.
    let letter = pieces.concat();
    drop(pieces);
    put_scratchpad(scratchpad);
    Ok(letter)
}
