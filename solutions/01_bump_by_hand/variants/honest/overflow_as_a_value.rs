//! Honest: `overflowing_sub` tells whether the size was too large, a remainder is the padding, and
//! a pure function places a piece that only its caller takes.

/// A range of offsets, handed out piece by piece, from the end to the start.
#[derive(Clone, Debug)]
pub struct Cursor {
    /// The first offset of the range, and one past its last.
    all: (usize, usize),
    /// One past the last offset that is free.
    finger: usize,
}

impl Cursor {
    /// A cursor over `start..end`, of which nothing is taken yet.
    pub fn new(start: usize, end: usize) -> Cursor {
        Cursor {
            all: (start, end),
            finger: end,
        }
    }

    /// Takes a piece of `size` bytes and returns the offset at which it starts.
    ///
    /// `None` when the piece no longer fits. The cursor is then unchanged.
    pub fn bump(&mut self, size: usize, align: usize) -> Option<usize> {
        match size {
            // Nothing is taken, and 0 is a multiple of any alignment.
            0 => Some(0),
            _ => {
                let offset = self.place(size, align)?;
                self.finger = offset;
                Some(offset)
            }
        }
    }

    /// Where such a piece would be, if there is room for it. Changes nothing.
    fn place(&self, size: usize, align: usize) -> Option<usize> {
        let (unaligned, is_too_large) = self.finger.overflowing_sub(size);
        if is_too_large {
            return None;
        }
        // A remainder is never larger than the number itself.
        let offset = unaligned - unaligned % align;
        (offset >= self.all.0).then_some(offset)
    }

    /// Takes everything back at once. The next pieces get the offsets of the first ones.
    pub fn reset(&mut self) {
        self.finger = self.all.1;
    }
}
