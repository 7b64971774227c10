//! Counts alignments instead of masking bits, and has tests of its own, which wrap on purpose.
//! Honest: two shifts clear the same bits as a mask.

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
        debug_assert!(align.is_power_of_two(), "{align} is no power of two");
        if size == 0 {
            return Some(align);
        }
        let shift = align.trailing_zeros();
        let offset = (self.finger.checked_sub(size)? >> shift) << shift;
        // Not `wrapping_add`: a sum that wraps would look like room.
        (offset >= self.start).then(|| {
            self.finger = offset;
            offset
        })
    }

    /// Takes everything back at once.
    pub fn reset(&mut self) {
        self.finger = self.end;
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn a_sum_that_wraps_is_refused() {
        let mut cursor = Cursor::new(usize::MAX.wrapping_add(1), 16);
        assert_eq!(cursor.bump(usize::MAX.saturating_sub(0), 1), None);
        assert_eq!(cursor.bump(16, 16), Some(0));
    }
}
