//! Honest: the pool belongs to the process rather than to each thread: a list behind a lock, which
//! is held only for a push or a pop. A guard gives back what it took.

use std::ops::Deref;
use std::sync::{Mutex, PoisonError};

use bumpalo::Bump;
use bumpalo::collections::Vec;

/// A scratchpad that holds more bytes than this between letters is not worth keeping.
pub const KEEP: usize = 1 << 20;

static WAITING: Mutex<std::vec::Vec<Bump>> = Mutex::new(std::vec::Vec::new());

/// An arena on loan from the pool.
struct Scratchpad {
    arena: Bump,
}

impl Scratchpad {
    fn take() -> Self {
        let waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Self {
            arena: waiting.unwrap_or_default(),
        }
    }
}

impl Drop for Scratchpad {
    fn drop(&mut self) {
        let mut arena = std::mem::take(&mut self.arena);
        arena.reset();
        if arena.allocated_bytes() <= KEEP {
            let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.push(arena);
        }
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
