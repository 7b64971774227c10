//! Computes with signed numbers, where a difference may be negative and nothing seems to overflow.
//! A trick, and a mistake easily made: the upper half of the addresses is negative, so a range that
//! crosses the middle ends before it starts.
//! Fails in: step4_huge

/// A range of offsets, handed out piece by piece.
#[derive(Clone, Debug)]
pub struct Cursor {
    start: isize,
    finger: isize,
    end: isize,
}

impl Cursor {
    /// A cursor over `start..end`.
    pub fn new(start: usize, end: usize) -> Cursor {
        Cursor {
            start: start as isize,
            finger: end as isize,
            end: end as isize,
        }
    }

    /// Takes a piece of `size` bytes and returns the offset at which it starts.
    pub fn bump(&mut self, size: usize, align: usize) -> Option<usize> {
        if size == 0 {
            return Some(align);
        }
        let unaligned = self.finger.checked_sub(isize::try_from(size).ok()?)?;
        let offset = unaligned & !(align as isize - 1);
        if offset < self.start {
            return None;
        }
        self.finger = offset;
        Some(offset as usize)
    }

    /// Takes everything back at once.
    pub fn reset(&mut self) {
        self.finger = self.end;
    }
}
