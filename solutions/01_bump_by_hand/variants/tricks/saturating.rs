//! Silences the overflow with `saturating_sub`.
//! A trick, and a mistake easily made: a request that is too large gets all that is left of a range
//! that starts at 0.
//! Fails in: step3_exhausted, step4_huge

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
        if size == 0 {
            return Some(align);
        }
        let offset = self.finger.saturating_sub(size) & !(align - 1);
        if offset < self.start {
            return None;
        }
        self.finger = offset;
        Some(offset)
    }

    /// Takes everything back at once.
    pub fn reset(&mut self) {
        self.finger = self.end;
    }
}
