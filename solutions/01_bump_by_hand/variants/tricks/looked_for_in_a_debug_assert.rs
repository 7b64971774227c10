//! Looks for the room inside of a `debug_assert!`, which is left out of an optimised build.
//! A trick: a huge request is refused while it is tested, and gets an offset of nowhere once the program is shipped.
//! Fails in: optimised

/// A range of offsets, handed out piece by piece, from the end to the start.
#[derive(Clone, Debug)]
pub struct Cursor {
    /// The first offset of the range.
    start: usize,
    /// Everything from here to `end` is taken. Never below `start`.
    finger: usize,
    /// One past the last offset of the range.
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

    /// Takes a piece of `size` bytes and returns the offset at which it starts.
    ///
    /// `align` is a power of two, and the offset must be a multiple of it. As for every Rust type,
    /// `size` should be a multiple of `align` too. A piece of size 0 needs no room: any aligned
    /// offset will do, and nothing is taken.
    ///
    /// `None` when the piece no longer fits. The cursor is then unchanged, so that a smaller piece
    /// may still fit.
    pub fn bump(&mut self, size: usize, align: usize) -> Option<usize> {
        // No byte is read or written at this offset, so only its alignment matters. The rounding
        // below would take up to `align - 1` bytes.
        if size == 0 {
            return Some(align);
        }
        let mut room = Some(self.finger.wrapping_sub(size));
        debug_assert!({
            room = self.finger.checked_sub(size);
            true
        });
        let unaligned = room?;
        // Rounding down only clears bits, so it needs no check of its own. Rounding up,
        // `+ (align - 1)` could overflow.
        let offset = unaligned & !(align - 1);
        if offset < self.start {
            return None;
        }
        // Stored last: a request refused above has left no trace.
        self.finger = offset;
        Some(offset)
    }

    /// Takes everything back at once. The next pieces get the offsets of the first ones.
    ///
    /// This is why a reset costs the same for one piece and for a million. It is also why no `Drop`
    /// runs: nothing records what the pieces were.
    pub fn reset(&mut self) {
        self.finger = self.end;
    }
}
