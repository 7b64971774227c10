//! A chain of `Option` methods, without a single `if`.
//! Honest: a size of 0 is a piece like any other, whose place is computed but not stored.

/// A range of offsets, handed out piece by piece.
#[derive(Clone, Debug)]
pub struct Cursor {
    start: usize,
    finger: usize,
    end: usize,
}

impl Cursor {
    /// A cursor over `start..end`.
    pub fn new(start: usize, end: usize) -> Cursor {
        Cursor {
            start,
            finger: end,
            end,
        }
    }

    /// Takes a piece of `size` bytes and returns the offset at which it starts.
    pub fn bump(&mut self, size: usize, align: usize) -> Option<usize> {
        let offset = self
            .finger
            .checked_sub(size)
            .map(|unaligned| unaligned & !(align - 1))
            .filter(|offset| size == 0 || *offset >= self.start)?;
        self.finger = [self.finger, offset][usize::from(size > 0)];
        Some(offset)
    }

    /// Takes everything back at once.
    pub fn reset(&mut self) {
        self.finger = self.end;
    }
}
