//! Trick: a letter is written into an array on the stack, and into a `String` if it is longer than
//! that. The scratchpad is pooled as in the solution, and no letter uses it.
//!
//! An ordinary letter costs one heap call; a large one grows on the heap.
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

/// Longer letters go to the heap.
const N_BYTES: usize = 16 << 10;

/// A text that starts on the stack.
struct Text {
    bytes: [u8; N_BYTES],
    n_bytes: usize,
    longer: Option<String>,
}

impl Text {
    fn push_str(&mut self, text: &str) {
        let end = self.n_bytes + text.len();
        match &mut self.longer {
            Some(longer) => longer.push_str(text),
            None if end <= N_BYTES => {
                self.bytes[self.n_bytes..end].copy_from_slice(text.as_bytes());
                self.n_bytes = end;
            }
            None => {
                let so_far = self.as_str().to_owned();
                self.longer = Some(so_far + text);
            }
        }
    }

    fn as_str(&self) -> &str {
        let on_the_stack = std::str::from_utf8(&self.bytes[..self.n_bytes]);
        self.longer
            .as_deref()
            .unwrap_or_else(|| on_the_stack.expect("only whole texts are pushed"))
    }
}

/// Writes a letter: `value_of` is called for each `{field}` of the template, in order. A value may
/// be a letter itself.
pub fn fill<V: AsRef<str>>(
    template: &str,
    mut value_of: impl FnMut(&str) -> Option<V>,
) -> Result<String, Unfilled> {
    let mut letter = Text {
        bytes: [0; N_BYTES],
        n_bytes: 0,
        longer: None,
    };
    let mut rest = template;
    while let Some((text, field)) = rest.split_once('{') {
        let at = template.len() - field.len() - 1;
        let (field, after) = field.split_once('}').ok_or(Unfilled { at })?;
        let value = value_of(field).ok_or(Unfilled { at })?;
        letter.push_str(text);
        letter.push_str(value.as_ref());
        rest = after;
    }
    letter.push_str(rest);
    // A single allocation, of the final length.
    Ok(letter.as_str().to_owned())
}
