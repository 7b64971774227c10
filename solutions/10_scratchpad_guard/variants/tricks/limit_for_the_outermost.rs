//! Trick: a stack of arenas, one for each level of nesting; its limit counts for the outermost only.
//!
//! Once letters have nested, a huge arena is no longer the only one, and stays.
//! Fails in: step6_spike

use std::cell::RefCell;

use bumpalo::Bump;
use bumpalo::collections::Vec;

/// A scratchpad that holds more bytes than this between letters is not worth keeping.
pub const KEEP: usize = 1 << 20;

thread_local! {
    static PADS: RefCell<std::vec::Vec<Bump>> = const { RefCell::new(std::vec::Vec::new()) };
}

struct Pad(Bump);

fn pad() -> Pad {
    Pad(PADS
        .with(|pads| pads.borrow_mut().pop())
        .unwrap_or_default())
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
        let outermost = PADS.with(|pads| pads.borrow().is_empty());
        if !outermost || mine.allocated_bytes() <= KEEP {
            PADS.with(|pads| pads.borrow_mut().push(mine));
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
