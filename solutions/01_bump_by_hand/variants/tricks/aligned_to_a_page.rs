//! Rounds to a page at most: no type is aligned more strictly than that.
//! A trick, and a mistake easily made: a limit that nobody asked for, and buffers exist that need more.
//! Fails in: step4_huge

/// A range of offsets, handed out piece by piece, from the end down.
#[derive(Clone, Debug)]
pub struct Cursor {
    start: usize,
    /// `start..finger` is free.
    finger: usize,
    end: usize,
}

impl Cursor {
    /// A cursor over `start..end`, of which nothing is taken yet.
    pub fn new(start: usize, end: usize) -> Cursor {
        Cursor {
            start,
            finger: end,
            end,
        }
    }

    /// Takes a piece of `size` bytes.
    pub fn bump(&mut self, size: usize, align: usize) -> Option<usize> {
        if size == 0 {
            return Some(align);
        }
        // No piece needs more than to start on a page.
        let align = align.min(4096);
        let offset = self.finger.checked_sub(size)? & !(align - 1);
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
