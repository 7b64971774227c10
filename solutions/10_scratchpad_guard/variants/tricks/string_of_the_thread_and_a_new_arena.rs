//! Trick: the letter grows in a `String` that the thread keeps, with a guard; and
//! `with_scratchpad`, which nothing uses, lends a new arena.
//!
//! The guard is right, but the scratchpad is neither kept nor what letters work in.
//! Fails in: step5_pooled

use std::cell::Cell;

use bumpalo::Bump;

/// A scratchpad that holds more bytes than this between letters is not worth keeping.
pub const KEEP: usize = 1 << 20;

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

/// Lends an arena, which is never empty, so that it looks used.
pub fn with_scratchpad<R>(work: impl FnOnce(&Bump) -> R) -> R {
    work(&Bump::with_capacity(1))
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
