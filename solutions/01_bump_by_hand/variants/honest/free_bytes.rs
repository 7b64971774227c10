//! Stores the number of free bytes instead of a finger: the same fact, counted from the start.
//! Honest: the fields are private, and which number a cursor stores is its own affair.

/// A range of offsets, handed out piece by piece.
#[derive(Clone, Debug)]
pub struct Cursor {
    start: usize,
    length: usize,
    n_free: usize,
}

impl Cursor {
    /// A cursor over `start..end`.
    pub fn new(start: usize, end: usize) -> Cursor {
        let length = end - start;
        Cursor {
            start,
            length,
            n_free: length,
        }
    }

    /// Takes a piece of `size` bytes and returns the offset at which it starts.
    pub fn bump(&mut self, size: usize, align: usize) -> Option<usize> {
        if size == 0 {
            return Some(self.start & !(align - 1));
        }
        let n_left = self.n_free.checked_sub(size)?;
        let padding = (self.start + n_left) % align;
        self.n_free = n_left.checked_sub(padding)?;
        Some(self.start + self.n_free)
    }

    /// Takes everything back at once.
    pub fn reset(&mut self) {
        self.n_free = self.length;
    }
}
