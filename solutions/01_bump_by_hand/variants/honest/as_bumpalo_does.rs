//! Rounds the size up and the finger down, each on its own, in the order that `bumpalo` uses.
//! Honest: for sizes that are multiples of the alignment the result is the same, and for others it
//! is what `bumpalo` does.

use std::ops::Range;

/// A range of offsets, handed out piece by piece.
#[derive(Clone, Debug)]
pub struct Cursor {
    all: Range<usize>,
    free: Range<usize>,
}

impl Cursor {
    /// A cursor over `start..end`.
    pub fn new(start: usize, end: usize) -> Cursor {
        Cursor {
            all: start..end,
            free: start..end,
        }
    }

    /// Takes a piece of `size` bytes and returns the offset at which it starts.
    pub fn bump(&mut self, size: usize, align: usize) -> Option<usize> {
        if size == 0 {
            return Some(0);
        }
        let size = size.checked_next_multiple_of(align)?;
        let aligned = self.free.end & !(align - 1);
        let room = aligned.checked_sub(self.free.start)?;
        if size > room {
            return None;
        }
        self.free.end = aligned - size;
        Some(self.free.end)
    }

    /// Takes everything back at once.
    pub fn reset(&mut self) {
        self.free = self.all.clone();
    }
}
