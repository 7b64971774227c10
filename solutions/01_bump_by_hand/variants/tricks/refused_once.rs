//! Remembers the smallest size that was refused, and refuses it from then on, since room only shrinks.
//! A trick, and a mistake easily made: what did not fit with one alignment may fit with another.
//! Fails in: step3_exhausted, step5_like_bumpalo

/// A range of offsets, handed out piece by piece, from the end down.
#[derive(Clone, Debug)]
pub struct Cursor {
    start: usize,
    /// `start..finger` is free.
    finger: usize,
    end: usize,
    refused: usize,
}

impl Cursor {
    /// A cursor over `start..end`, of which nothing is taken yet.
    pub fn new(start: usize, end: usize) -> Cursor {
        Cursor {
            start,
            finger: end,
            end,
            refused: usize::MAX,
        }
    }

    /// Takes a piece of `size` bytes.
    pub fn bump(&mut self, size: usize, align: usize) -> Option<usize> {
        if size == 0 {
            return Some(align);
        }
        // What was refused once need not be tried again: the room only gets less.
        if size >= self.refused {
            return None;
        }
        let Some(offset) = self
            .finger
            .checked_sub(size)
            .map(|o| o & !(align - 1))
            .filter(|o| *o >= self.start)
        else {
            self.refused = size;
            return None;
        };
        self.finger = offset;
        Some(offset)
    }

    /// Takes everything back at once.
    pub fn reset(&mut self) {
        self.finger = self.end;
        self.refused = usize::MAX;
    }
}
