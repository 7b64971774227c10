//! Trick: two pools, each with a guard: a `String` for letters, and arenas for `with_scratchpad`.
//!
//! Each is warm for itself. But a thread holds both, and letters use no scratchpad.
//! Fails in: step5_pooled

use std::cell::Cell;
use std::ops::Deref;

use bumpalo::Bump;

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
    /// The thread's arena, or a new one if it is already taken. A `Bump` allocates nothing until it
    /// is used, so the new one costs nothing here.
    ///
    /// `try_with`, not `with`: when a thread ends, the slot may already be destroyed while the
    /// destructor of another thread-local writes a letter.
    fn take() -> Self {
        let waiting = SCRATCHPAD.try_with(Cell::take).ok().flatten();
        Self {
            arena: waiting.unwrap_or_default(),
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
        if arena.allocated_bytes() > KEEP {
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

// The other pool.
thread_local! {
    static TEXT: Cell<String> = const { Cell::new(String::new()) };
}

/// The thread's text, on loan.
struct Text(String);

impl Drop for Text {
    fn drop(&mut self) {
        let mut text = std::mem::take(&mut self.0);
        text.clear();
        let waiting = TEXT.take();
        let larger = if waiting.capacity() > text.capacity() {
            waiting
        } else {
            text
        };
        if larger.capacity() <= KEEP {
            TEXT.set(larger);
        }
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
    let mut letter = Text(TEXT.take());
    let mut rest = template;
    while let Some((text, field)) = rest.split_once('{') {
        let at = template.len() - field.len() - 1;
        let (field, after) = field.split_once('}').ok_or(Unfilled { at })?;
        let value = value_of(field).ok_or(Unfilled { at })?;
        letter.0.push_str(text);
        letter.0.push_str(value.as_ref());
        rest = after;
    }
    letter.0.push_str(rest);
    // A single allocation, of the final length.
    Ok(letter.0.as_str().to_owned())
}
