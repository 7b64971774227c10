//! `fill` is a closure in `with_scratchpad`, the only place with a guard; pieces are a linked list
//! in the scratchpad; of two scratchpads that come back, the larger one within `KEEP` is kept.

use std::cell::Cell;
use std::iter::successors;
use std::mem::take;

use bumpalo::Bump;

/// A scratchpad that holds more bytes than this between letters is not worth keeping.
pub const KEEP: usize = 1 << 20;

thread_local! {
    static WAITING: Cell<Option<Bump>> = const { Cell::new(None) };
}

/// A scratchpad in use. It goes back when it is dropped.
struct InUse(Bump);

impl Drop for InUse {
    fn drop(&mut self) {
        let mut used = take(&mut self.0);
        used.reset();
        // A thread that ends may have destroyed its cell already; then the scratchpad goes, too.
        let _ = WAITING.try_with(|cell| {
            let waiting = cell.take().unwrap_or_default();
            let best = [waiting, used]
                .into_iter()
                .filter(|scratchpad| scratchpad.allocated_bytes() <= KEEP)
                .max_by_key(Bump::allocated_bytes);
            cell.set(best);
        });
    }
}

/// Lends an empty scratchpad to `work`. Nothing allocated in it can leave with the result. Inside
/// another call, the scratchpad is a new one.
pub fn with_scratchpad<R>(work: impl FnOnce(&Bump) -> R) -> R {
    let scratchpad = InUse(WAITING.take().unwrap_or_default());
    work(&scratchpad.0)
}

/// A field without a value, or without its closing brace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfilled {
    /// The byte offset in the template where the field starts.
    pub at: usize,
}

/// The text up to a field, and the field's value.
struct Piece<'s> {
    text: &'s str,
    value: &'s str,
    next: Cell<Option<&'s Piece<'s>>>,
}

/// Writes a letter: `value_of` is called for each `{field}` of the template, in order. A value may
/// be a letter itself.
pub fn fill<V: AsRef<str>>(
    template: &str,
    mut value_of: impl FnMut(&str) -> Option<V>,
) -> Result<String, Unfilled> {
    with_scratchpad(|scratchpad| {
        let first = &*scratchpad.alloc(Cell::new(None));
        let mut end = first;
        let mut length = template.len();
        let mut rest = template;
        while let Some(brace) = rest.find('{') {
            let unfilled = Unfilled {
                at: template.len() - rest.len() + brace,
            };
            let (text, field) = (&rest[..brace], &rest[brace + 1..]);
            let (field, after) = field.split_once('}').ok_or(unfilled)?;
            let value = value_of(field).ok_or(unfilled)?;
            let piece = &*scratchpad.alloc(Piece {
                text,
                value: scratchpad.alloc_str(value.as_ref()),
                next: Cell::new(None),
            });
            end.set(Some(piece));
            end = &piece.next;
            // Two braces belong to each field, so this does not fall below 0.
            length = length - field.len() - 2 + piece.value.len();
            rest = after;
        }
        let mut letter = String::with_capacity(length);
        for piece in successors(first.get(), |piece| piece.next.get()) {
            letter.push_str(piece.text);
            letter.push_str(piece.value);
        }
        letter.push_str(rest);
        Ok(letter)
    })
}
