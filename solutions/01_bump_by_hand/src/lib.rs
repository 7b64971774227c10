//! All that an arena does for one allocation, as arithmetic on plain numbers.
//!
//! A bump allocator owns a range of addresses. A finger marks how much of it is taken; a request
//! moves the finger, and the piece that it passed over is the answer. Nothing is looked up, nothing
//! is recorded, and a reset puts the finger back.
//!
//! The finger moves down, as in `bumpalo`:
//!
//! ```text
//! start                finger                end
//!   |  free              |  padding, pieces    |
//!             ^ offset: finger - size, rounded down to a multiple of align
//! ```

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
        // The one operation that can overflow. Had it wrapped, a huge request would have been given an
        // offset somewhere above the finger.
        let unaligned = self.finger.checked_sub(size)?;
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
