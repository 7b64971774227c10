//! Compares before it subtracts: first the size with the free bytes, then the padding with what is
//! left of them, so that no difference can leave the range of a `usize` and no checked operation is
//! needed.

/// A range of offsets, handed out piece by piece.
#[derive(Clone, Debug)]
pub struct Cursor {
    /// The first offset of the range.
    start: usize,
    /// `start..finger` is free.
    finger: usize,
    /// One past the last offset of the range.
    end: usize,
}

impl Cursor {
    /// A cursor over `start..end`, of which nothing is taken yet.
    pub fn new(start: usize, end: usize) -> Cursor {
        Cursor {
            start,
            finger: end.max(start),
            // A range that ends before it starts has no room.
            end: end.max(start),
        }
    }

    /// Takes a piece of `size` bytes and returns the offset at which it starts, or `None`, and the
    /// cursor is as it was.
    pub fn bump(&mut self, size: usize, align: usize) -> Option<usize> {
        if size == 0 {
            return Some(align);
        }
        let room = self.finger - self.start;
        if size > room {
            return None;
        }
        let padding = (self.finger - size) % align;
        if padding > room - size {
            return None;
        }
        self.finger -= size + padding;
        Some(self.finger)
    }

    /// Takes everything back at once.
    pub fn reset(&mut self) {
        self.finger = self.end;
    }
}
