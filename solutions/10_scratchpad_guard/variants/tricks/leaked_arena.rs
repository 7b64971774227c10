//! Trick: one arena that is leaked, so that every call can have it at the same time.
//!
//! `reset` needs `&mut Bump`, which is out of reach for good: it is a leak with a name.
//! Fails in: step5_pooled, step6_spike

use bumpalo::Bump;
use bumpalo::collections::Vec;

/// A scratchpad that holds more bytes than this between letters is not worth keeping.
pub const KEEP: usize = 1 << 20;

thread_local! {
    static SCRATCHPAD: &'static Bump = Box::leak(Box::new(Bump::new()));
}

/// Lends an empty scratchpad to `work`. Nothing allocated in it can leave with the result.
pub fn with_scratchpad<R>(work: impl FnOnce(&Bump) -> R) -> R {
    SCRATCHPAD.with(|scratchpad| work(scratchpad))
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
            pieces.push(scratchpad.alloc_str(value.as_ref()));
            rest = after;
        }
        pieces.push(rest);
        // All lengths are known here, so the letter is a single allocation.
        Ok(pieces.concat())
    })
}
