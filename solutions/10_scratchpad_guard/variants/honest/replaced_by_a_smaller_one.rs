//! Honest: an arena that has grown too large is replaced by one of half of `KEEP`, so that the
//! thread is warm at once. Of two, the one that was put back last is kept.

use std::cell::Cell;
use std::ops::Deref;

use bumpalo::Bump;
use bumpalo::collections::Vec;

/// A scratchpad that holds more bytes than this between letters is not worth keeping.
pub const KEEP: usize = 1 << 20;

thread_local! {
    /// The arena kept for the next letter. None while one is being written, and at first.
    static SCRATCHPAD: Cell<Option<Bump>> = const { Cell::new(None) };
}

/// An arena on loan from the thread.
struct Scratchpad {
    arena: Bump,
}

impl Scratchpad {
    fn take() -> Self {
        let waiting = SCRATCHPAD.take();
        Self {
            arena: waiting.unwrap_or_else(|| Bump::with_capacity(4 << 10)),
        }
    }
}

impl Drop for Scratchpad {
    fn drop(&mut self) {
        self.arena.reset();
        if self.arena.allocated_bytes() > KEEP {
            self.arena = Bump::with_capacity(KEEP / 2);
        }
        SCRATCHPAD.set(Some(std::mem::take(&mut self.arena)));
    }
}

impl Deref for Scratchpad {
    type Target = Bump;

    fn deref(&self) -> &Bump {
        &self.arena
    }
}

/// Lends an empty scratchpad to `work`. Nothing allocated in it can leave with the result.
pub fn with_scratchpad<R>(work: impl FnOnce(&Bump) -> R) -> R {
    work(&Scratchpad::take())
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
    // Declared first, so dropped last: `pieces` borrows from it.
    let scratchpad = Scratchpad::take();
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
    Ok(pieces.concat())
}
