//! Honest: a desk lends its arena by a guard that borrows the desk; a letter is a list of places
//! in the template and in the text of all values, and no reference at all.

use std::cell::Cell;

use bumpalo::Bump;
use bumpalo::collections::{String as ArenaString, Vec as ArenaVec};

/// A scratchpad that holds more bytes than this between letters is not worth keeping.
pub const KEEP: usize = 1 << 20;

thread_local! {
    static DESK: Desk = const {
        Desk {
            spare: Cell::new(None),
        }
    };
}

/// Where a thread writes its letters.
struct Desk {
    /// The arena kept for the next letter. None while one is being written, and at first.
    spare: Cell<Option<Bump>>,
}

/// An arena that belongs on a desk.
struct Loan<'d> {
    desk: &'d Desk,
    arena: Bump,
}

impl Desk {
    /// Lends the spare arena, or a new one if there is none.
    fn lend(&self) -> Loan<'_> {
        Loan {
            desk: self,
            arena: self.spare.take().unwrap_or_default(),
        }
    }

    /// Keeps the better of two arenas, if it is not too large.
    fn keep(&self, mut arena: Bump) {
        arena.reset();
        let spare = self.spare.take().unwrap_or_default();
        let [smaller, larger] = if arena.allocated_bytes() < spare.allocated_bytes() {
            [arena, spare]
        } else {
            [spare, arena]
        };
        // What is kept is never too large, so a larger one that is too large came back just now.
        let worth_keeping = if larger.allocated_bytes() > KEEP {
            smaller
        } else {
            larger
        };
        self.spare.set(Some(worth_keeping));
    }
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        self.desk.keep(std::mem::take(&mut self.arena));
    }
}

/// Lends an empty scratchpad to `work`. Nothing allocated in it can leave with the result.
pub fn with_scratchpad<R>(work: impl FnOnce(&Bump) -> R) -> R {
    DESK.with(|desk| work(&desk.lend().arena))
}

/// A field without a value, or without its closing brace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfilled {
    /// The byte offset in the template where the field starts.
    pub at: usize,
}

/// A field of a template.
struct Field<'t> {
    name: &'t str,
    /// Where its opening brace is.
    at: usize,
    /// Where its closing brace ends.
    end: usize,
}

/// The fields of a template, in order.
struct Fields<'t> {
    template: &'t str,
    position: usize,
}

impl<'t> Iterator for Fields<'t> {
    type Item = Result<Field<'t>, Unfilled>;

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.position + self.template[self.position..].find('{')?;
        let name = &self.template[at + 1..];
        let Some(length) = name.find('}') else {
            self.position = self.template.len();
            return Some(Err(Unfilled { at }));
        };
        let name = &name[..length];
        let end = at + 1 + length + 1;
        self.position = end;
        Some(Ok(Field { name, at, end }))
    }
}

/// A field that has its value.
struct Filled {
    at: usize,
    end: usize,
    /// Where its value ends in the text of all values. It starts where the one before it ends.
    value_end: usize,
}

/// Writes a letter: `value_of` is called for each `{field}` of the template, in order. A value may
/// be a letter itself.
pub fn fill<V: AsRef<str>>(
    template: &str,
    mut value_of: impl FnMut(&str) -> Option<V>,
) -> Result<String, Unfilled> {
    with_scratchpad(|pad| {
        let n_fields = template.matches('{').count();
        let mut filled = ArenaVec::with_capacity_in(n_fields, pad);
        let mut values = ArenaString::new_in(pad);
        let mut n_bytes = template.len();
        let fields = Fields {
            template,
            position: 0,
        };
        for field in fields {
            let Field { name, at, end } = field?;
            let value = value_of(name).ok_or(Unfilled { at })?;
            values.push_str(value.as_ref());
            n_bytes -= end - at;
            filled.push(Filled {
                at,
                end,
                value_end: values.len(),
            });
        }
        // A single allocation, of the final length.
        let mut letter = String::with_capacity(n_bytes + values.len());
        let (mut done, mut value_start) = (0, 0);
        for field in filled.iter() {
            letter.push_str(&template[done..field.at]);
            letter.push_str(&values.as_str()[value_start..field.value_end]);
            (done, value_start) = (field.end, field.value_end);
        }
        letter.push_str(&template[done..]);
        Ok(letter)
    })
}
