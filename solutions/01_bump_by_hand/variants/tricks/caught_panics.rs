//! Lets the subtraction overflow, and catches the panic.
//! A trick: it works in a debug build only. In a release build the number wraps.
//! Fails in: step4_huge

use std::panic::catch_unwind;

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
            finger: end,
            end,
        }
    }

    /// Takes a piece of `size` bytes and returns the offset at which it starts.
    pub fn bump(&mut self, size: usize, align: usize) -> Option<usize> {
        if size == 0 {
            return Some(align);
        }
        let finger = self.finger;
        let unaligned = catch_unwind(|| finger - size).ok()?;
        let offset = unaligned & !(align - 1);
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
