//! Rounds every piece up to 16 bytes, so that most of them happen to be aligned.
//! A trick: a byte costs sixteen, and a larger alignment is still missed.
//! Fails in: step1_bytes, step2_alignment, step5_like_bumpalo

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
            finger: end & !15,
            end,
        }
    }

    /// Takes a piece of `size` bytes and returns the offset at which it starts.
    pub fn bump(&mut self, size: usize, _align: usize) -> Option<usize> {
        let size = size.checked_next_multiple_of(16)?;
        let offset = self.finger.checked_sub(size)?;
        if offset < self.start {
            return None;
        }
        self.finger = offset;
        Some(offset)
    }

    /// Takes everything back at once.
    pub fn reset(&mut self) {
        self.finger = self.end & !15;
    }
}
