//! Asks `Layout` first whether there can be such a piece at all, and stores how much is taken.
//! Honest: a real allocator is asked with a `Layout`, which refuses sizes above `isize::MAX`.

use std::alloc::Layout;

/// A range of offsets, handed out piece by piece.
#[derive(Clone, Debug)]
pub struct Cursor {
    start: usize,
    /// Bytes that are taken, counted from the end.
    taken: usize,
    end: usize,
}

impl Cursor {
    /// A cursor.
    pub fn new(start: usize, end: usize) -> Cursor {
        Cursor {
            start,
            taken: 0,
            end,
        }
    }

    /// Takes a piece.
    pub fn bump(&mut self, size: usize, align: usize) -> Option<usize> {
        let layout = Layout::from_size_align(size, align).ok()?;
        if layout.size() == 0 {
            return Some(layout.align());
        }
        let finger = self.end - self.taken;
        let room = finger - self.start;
        let room = room.checked_sub(layout.size())?;
        let unaligned = self.start + room;
        let padding = unaligned % layout.align();
        if padding > room {
            return None;
        }
        let offset = unaligned - padding;
        self.taken = self.end - offset;
        Some(offset)
    }

    /// Takes everything back.
    pub fn reset(&mut self) {
        self.taken = 0;
    }
}
