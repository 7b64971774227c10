//! Trick: the guard knows its limit, and `with_scratchpad` takes it without one; so what is lent
//! huge stays, for as long as the thread writes no letter.
//!
//! All of the huge scratchpads that the tests make are those of letters.
//! Fails in: step6_spike

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
    /// A larger one is not put back.
    most: usize,
}

impl Scratchpad {
    /// The thread's arena, or a new one if it is already taken. A `Bump` allocates nothing until it
    /// is used, so the new one costs nothing here.
    ///
    /// `try_with`, not `with`: when a thread ends, the slot may already be destroyed while the
    /// destructor of another thread-local writes a letter.
    fn take(most: usize) -> Self {
        let waiting = SCRATCHPAD.try_with(Cell::take).ok().flatten();
        Self {
            arena: waiting.unwrap_or_default(),
            most,
        }
    }
}

impl Drop for Scratchpad {
    /// Also runs while a panic unwinds, so it must not panic itself.
    fn drop(&mut self) {
        // `drop` cannot move out of `self`. The `Bump` left in its place is empty.
        let mut arena = std::mem::take(&mut self.arena);
        // Emptied before it is put back, so that no later user has to.
        arena.reset();
        // After the reset, this is the size of the one chunk that would be kept.
        if arena.allocated_bytes() > self.most {
            return;
        }
        // If the slot is gone, the arena is dropped with the closure.
        let _ = SCRATCHPAD.try_with(|place| {
            // A nested letter may have put its arena there. The larger of the two is worth more.
            let waiting = place.take().unwrap_or_default();
            let larger = if waiting.allocated_bytes() > arena.allocated_bytes() {
                waiting
            } else {
                arena
            };
            place.set(Some(larger));
        });
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
    // The caller knows how much it needs, and will need as much again.
    work(&Scratchpad::take(usize::MAX))
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
    let scratchpad = Scratchpad::take(KEEP);
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
