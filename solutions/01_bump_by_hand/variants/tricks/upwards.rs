//! A careful bump allocator whose finger moves up.
//! A trick only here: it is a good allocator, but not the one that `bumpalo` is.
//! Fails in: step5_like_bumpalo

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
            finger: start,
            end,
        }
    }

    /// Takes a piece of `size` bytes and returns the offset at which it starts.
    pub fn bump(&mut self, size: usize, align: usize) -> Option<usize> {
        if size == 0 {
            return Some(0);
        }
        let offset = self.finger.checked_next_multiple_of(align)?;
        let finger = offset.checked_add(size)?;
        if finger > self.end {
            return None;
        }
        self.finger = finger;
        Some(offset)
    }

    /// Takes everything back at once.
    pub fn reset(&mut self) {
        self.finger = self.start;
    }
}
