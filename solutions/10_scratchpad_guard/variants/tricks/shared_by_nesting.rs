//! All letters in progress on a thread share one scratchpad; the outermost one empties it, on every
//! way out, and drops it if it is too large. Not right: an inner letter is lent a scratchpad that
//! is not empty and is never emptied for it, so a letter with a thousand letters in it holds the
//! pieces of all thousand until its end.
//!
//! Fails in: step4_nested

use std::cell::RefCell;

use bumpalo::Bump;
use bumpalo::collections::Vec;

/// A scratchpad that holds more bytes than this between letters is not worth keeping.
pub const KEEP: usize = 1 << 20;

thread_local! {
    static SCRATCHPAD: RefCell<Bump> = RefCell::new(Bump::new());
}

/// Empties the scratchpad when it is dropped, if nobody is in it any more.
struct EmptyAtEnd;

impl Drop for EmptyAtEnd {
    fn drop(&mut self) {
        SCRATCHPAD.with(|scratchpad| {
            // An error means that an outer letter is still in progress: it will do this.
            if let Ok(mut scratchpad) = scratchpad.try_borrow_mut() {
                scratchpad.reset();
                if scratchpad.allocated_bytes() > KEEP {
                    *scratchpad = Bump::new();
                }
            }
        });
    }
}

/// Lends the scratchpad to `work`. Nothing allocated in it can leave with the result.
pub fn with_scratchpad<R>(work: impl FnOnce(&Bump) -> R) -> R {
    SCRATCHPAD.with(|scratchpad| {
        // Dropped in reverse order: first the borrow, then the guard.
        let _empty = EmptyAtEnd;
        let scratchpad = scratchpad.borrow();
        work(&scratchpad)
    })
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
    with_scratchpad(|scratchpad| {
        let mut pieces = Vec::new_in(scratchpad);
        let mut rest = template;
        while let Some((text, field)) = rest.split_once('{') {
            let at = template.len() - field.len() - 1;
            let (field, after) = field.split_once('}').ok_or(Unfilled { at })?;
            let value = value_of(field).ok_or(Unfilled { at })?;
            pieces.push(text);
            pieces.push(&*scratchpad.alloc_str(value.as_ref()));
            rest = after;
        }
        pieces.push(rest);
        // All lengths are known here, so the letter is a single allocation.
        Ok(pieces.concat())
    })
}
