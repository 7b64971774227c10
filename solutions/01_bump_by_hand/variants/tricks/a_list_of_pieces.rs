//! Records every piece, and searches the list for the lowest one, as a general allocator must.
//! A trick: the answers are right, but each costs memory and a walk. A bump allocator stores one
//! number.
//! Fails in: step5_like_bumpalo

/// A range of offsets, handed out piece by piece.
#[derive(Clone, Debug)]
pub struct Cursor {
    start: usize,
    end: usize,
    pieces: Vec<usize>,
}

impl Cursor {
    /// A cursor over `start..end`.
    pub fn new(start: usize, end: usize) -> Cursor {
        Cursor {
            start,
            end,
            pieces: Vec::new(),
        }
    }

    /// Takes a piece of `size` bytes and returns the offset at which it starts.
    pub fn bump(&mut self, size: usize, align: usize) -> Option<usize> {
        if size == 0 {
            return Some(align);
        }
        let finger = self.pieces.iter().copied().min().unwrap_or(self.end);
        let offset = finger.checked_sub(size)? & !(align - 1);
        if offset < self.start {
            return None;
        }
        self.pieces.push(offset);
        Some(offset)
    }

    /// Takes everything back at once.
    pub fn reset(&mut self) {
        self.pieces.clear();
    }
}
