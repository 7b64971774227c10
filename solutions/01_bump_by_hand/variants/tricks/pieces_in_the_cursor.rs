//! Records every piece in an array within the cursor, and takes the lowest.
//! A trick: no heap call, but a cursor of thousands of bytes, and a walk for each piece.
//! Fails in: step5_like_bumpalo

/// A range of offsets, handed out piece by piece.
#[derive(Clone, Debug)]
pub struct Cursor {
    start: usize,
    end: usize,
    pieces: [usize; 4_096],
    n_pieces: usize,
}

impl Cursor {
    /// A cursor over `start..end`.
    pub fn new(start: usize, end: usize) -> Cursor {
        Cursor {
            start,
            end,
            pieces: [0; 4_096],
            n_pieces: 0,
        }
    }

    /// Takes a piece of `size` bytes and returns the offset at which it starts.
    pub fn bump(&mut self, size: usize, align: usize) -> Option<usize> {
        if size == 0 {
            return Some(align);
        }
        let pieces = &self.pieces[..self.n_pieces];
        let finger = pieces.iter().copied().min().unwrap_or(self.end);
        let offset = finger.checked_sub(size)? & !(align - 1);
        if offset < self.start {
            return None;
        }
        *self.pieces.get_mut(self.n_pieces)? = offset;
        self.n_pieces += 1;
        Some(offset)
    }

    /// Takes everything back at once.
    pub fn reset(&mut self) {
        self.n_pieces = 0;
    }
}
