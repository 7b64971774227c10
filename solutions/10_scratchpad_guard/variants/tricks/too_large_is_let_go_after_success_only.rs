//! A guard resets the scratchpad and puts it back on every way out; after a letter that is
//! finished, one that has grown past `KEEP` is replaced.
//! A trick: the size is looked at on the good way out only. After a huge letter with a field that
//! has no value, or a panic, the thread keeps the huge scratchpad.
//! Fails in: step6_spike

use std::cell::Cell;
use std::mem::take;

use bumpalo::Bump;
use bumpalo::collections::Vec;

/// A scratchpad that holds more bytes than this between letters is not worth keeping.
pub const KEEP: usize = 1 << 20;

thread_local! {
    static SCRATCHPAD: Cell<Option<Bump>> = Cell::new(Some(Bump::new()));
}

/// A scratchpad that goes back when this is dropped: after `return`, `?` and a panic.
struct Scratchpad(Bump);

impl Scratchpad {
    /// The thread's own, or a new one if a letter around this one has it.
    fn take() -> Self {
        Self(SCRATCHPAD.take().unwrap_or_default())
    }

    /// Ends the work. What has become too large is not kept.
    fn finish(mut self) {
        self.0.reset();
        if self.0.allocated_bytes() > KEEP {
            self.0 = Bump::new();
        }
    }
}

impl Drop for Scratchpad {
    fn drop(&mut self) {
        let mut scratchpad = take(&mut self.0);
        scratchpad.reset();
        SCRATCHPAD.set(Some(scratchpad));
    }
}

/// Lends an empty scratchpad to `work`. Nothing allocated in it can leave with the result.
pub fn with_scratchpad<R>(work: impl FnOnce(&Bump) -> R) -> R {
    let scratchpad = Scratchpad::take();
    let result = work(&scratchpad.0);
    scratchpad.finish();
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
    let scratchpad = Scratchpad::take();
    let mut pieces = Vec::new_in(&scratchpad.0);
    let mut rest = template;
    while let Some((text, field)) = rest.split_once('{') {
        let at = template.len() - field.len() - 1;
        let (field, after) = field.split_once('}').ok_or(Unfilled { at })?;
        let value = value_of(field).ok_or(Unfilled { at })?;
        pieces.push(text);
        pieces.push(scratchpad.0.alloc_str(value.as_ref()));
        rest = after;
    }
    pieces.push(rest);
    // All lengths are known here, so the letter is a single allocation.
    let letter = pieces.concat();
    drop(pieces);
    scratchpad.finish();
    Ok(letter)
}
