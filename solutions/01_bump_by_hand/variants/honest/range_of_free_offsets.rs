//! Keeps the free offsets as a `Range`, and answers a piece of size 0 without a look at it.
//! Honest: offset 0 is a multiple of every alignment, and a piece without bytes may be anywhere.

use std::ops::Range;

/// A range of offsets, handed out piece by piece.
#[derive(Clone, Debug)]
pub struct Cursor {
    /// What is free: its end is the finger.
    free: Range<usize>,
    /// One past the last offset of the range.
    end: usize,
}

impl Cursor {
    /// A cursor over `start..end`, of which nothing is taken yet.
    pub fn new(start: usize, end: usize) -> Cursor {
        Cursor {
            free: start..end,
            end,
        }
    }

    /// Takes a piece of `size` bytes and returns the offset at which it starts.
    ///
    /// `align` is a power of two, and the offset must be a multiple of it. As for every Rust type,
    /// `size` should be a multiple of `align` too. A piece of size 0 needs no room: any aligned
    /// offset will do, and nothing is taken.
    ///
    /// `None` when the piece no longer fits. The cursor is then unchanged, so that a smaller piece
    /// may still fit.
    pub fn bump(&mut self, size: usize, align: usize) -> Option<usize> {
        if size == 0 {
            // A multiple of every alignment.
            return Some(0);
        }
        let zeros = align.trailing_zeros();
        let highest = self.free.end.checked_sub(size)?;
        let offset = (highest >> zeros) << zeros;
        // Also when the range runs backwards: then nothing is in it.
        (self.free.start <= offset).then(|| {
            self.free.end = offset;
            offset
        })
    }

    /// Takes everything back at once. The next pieces get the offsets of the first ones.
    pub fn reset(&mut self) {
        self.free.end = self.end;
    }
}
