//! The pieces of a letter are a chain in the scratchpad; of two scratchpads the guard keeps the
//! larger.

use std::cell::Cell;
use std::iter::successors;

use bumpalo::Bump;

/// A scratchpad that holds more bytes than this between letters is not worth keeping.
pub const KEEP: usize = 1 << 20;

thread_local! {
    static SCRATCHPAD: Cell<Option<Bump>> = const { Cell::new(None) };
}

/// A scratchpad that is out of its cell. It goes back on every way out.
struct Taken(Bump);

impl Taken {
    fn new() -> Taken {
        let waiting = SCRATCHPAD.try_with(Cell::take);
        Taken(waiting.ok().flatten().unwrap_or_default())
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        let mut mine = std::mem::take(&mut self.0);
        mine.reset();
        let size = mine.allocated_bytes();
        if size > KEEP {
            return;
        }
        // A letter inside this one may have left its own; the larger one stays.
        let _ = SCRATCHPAD.try_with(|cell| {
            let other = cell.take().filter(|other| other.allocated_bytes() > size);
            cell.set(Some(other.unwrap_or(mine)));
        });
    }
}

/// Lends an empty scratchpad to `work`. Nothing allocated in it can leave with the result.
pub fn with_scratchpad<R>(work: impl FnOnce(&Bump) -> R) -> R {
    let taken = Taken::new();
    work(&taken.0)
}

/// A field without a value, or without its closing brace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfilled {
    /// The byte offset in the template where the field starts.
    pub at: usize,
}

/// A text before a field, the field's value, and what comes after the field.
struct Piece<'p> {
    text: &'p str,
    value: &'p str,
    next: Cell<Option<&'p Piece<'p>>>,
}

/// Writes a letter: `value_of` is called for each `{field}` of the template, in order. A value may
/// be a letter itself.
pub fn fill<V: AsRef<str>>(
    template: &str,
    mut value_of: impl FnMut(&str) -> Option<V>,
) -> Result<String, Unfilled> {
    with_scratchpad(|scratchpad| {
        // A chain of pieces: nothing grows, so nothing is left behind in the scratchpad.
        let mut first: Option<&Piece<'_>> = None;
        let mut last: Option<&Piece<'_>> = None;
        let mut len = 0;
        let mut rest = template;
        while let Some((text, field)) = rest.split_once('{') {
            let unfilled = Unfilled {
                at: rest.as_ptr().addr() - template.as_ptr().addr() + text.len(),
            };
            let (field, after) = field.split_once('}').ok_or(unfilled)?;
            let value = value_of(field).ok_or(unfilled)?;
            let piece: &Piece<'_> = scratchpad.alloc(Piece {
                text,
                value: scratchpad.alloc_str(value.as_ref()),
                next: Cell::new(None),
            });
            len += piece.text.len() + piece.value.len();
            match last.replace(piece) {
                Some(last) => last.next.set(Some(piece)),
                None => first = Some(piece),
            }
            rest = after;
        }
        // All lengths are known here, so the letter is a single allocation.
        let mut letter = String::with_capacity(len + rest.len());
        for piece in successors(first, |piece| piece.next.get()) {
            letter.push_str(piece.text);
            letter.push_str(piece.value);
        }
        letter.push_str(rest);
        Ok(letter)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_inside_a_letter() {
        let name = |_: &str| Some("Ann");
        let letter = fill("Dear {name}, {ps}.", |field| match field {
            "ps" => fill("PS {name}", name).ok(),
            _ => Some("Bo".to_string()),
        });
        assert_eq!(letter.as_deref(), Ok("Dear Bo, PS Ann."));
        assert_eq!(fill("a {b", name), Err(Unfilled { at: 2 }));
    }
}
