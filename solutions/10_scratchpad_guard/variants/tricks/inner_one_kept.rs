//! Trick: the arena that is put back first is kept. After a nested letter that is the inner one's,
//! which is small and new, and the warm one is dropped.
//!
//! Every letter is right, and each that follows a nested one has to grow again.
//! Fails in: step5_pooled

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
        let kept = SCRATCHPAD.take();
        if kept.is_some() {
            SCRATCHPAD.set(kept);
        } else if mine.allocated_bytes() <= KEEP {
            SCRATCHPAD.set(Some(mine));
        }
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

/// Writes a letter.
pub fn fill<V: AsRef<str>>(
    template: &str,
    mut value_of: impl FnMut(&str) -> Option<V>,
) -> Result<String, Unfilled> {
    let pad = pad();
    let mut pieces = Vec::new_in(&*pad);
    let mut rest = template;
    while let Some((text, field)) = rest.split_once('{') {
        let at = template.len() - field.len() - 1;
        let (field, after) = field.split_once('}').ok_or(Unfilled { at })?;
        let value = value_of(field).ok_or(Unfilled { at })?;
        pieces.push(text);
        pieces.push(pad.alloc_str(value.as_ref()));
        rest = after;
    }
    pieces.push(rest);
    Ok(pieces.concat())
}
