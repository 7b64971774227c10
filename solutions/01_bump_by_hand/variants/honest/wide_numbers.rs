//! Computes in `i128`, where no sum of a few `usize` can overflow, and narrows at the end.
//! Honest: slower than it could be, and right.

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
        let wide = |number: usize| number as i128;
        let unaligned = wide(self.finger) - wide(size);
        let offset = unaligned - unaligned.rem_euclid(wide(align));
        if size > 0 && offset < wide(self.start) {
            return None;
        }
        let offset = usize::try_from(offset).ok()?;
        if size > 0 {
            self.finger = offset;
        }
        Some(offset)
    }

    /// Takes everything back at once.
    pub fn reset(&mut self) {
        self.finger = self.end;
    }
}
