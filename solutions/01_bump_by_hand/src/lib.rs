//! All that an arena does for one allocation, as arithmetic on plain numbers.
//!
//! A bump allocator owns a range of addresses. A finger in it says how far it has come; a request
//! moves the finger, and the piece that it passed over is the answer. Nothing is looked up, nothing
//! is written down, and a reset puts the finger back.
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
    /// How far the cursor has come: everything from here to `end` is taken. Never below `start`.
    finger: usize,
    /// One past the last offset of the range.
    end: usize,
}

impl Cursor {
    /// A cursor that may hand out `start..end`, of which nothing is taken yet.
    pub fn new(start: usize, end: usize) -> Cursor {
        Cursor {
            start,
            finger: end,
            end,
        }
    }

    /// Takes a piece of `size` bytes, and says at which offset it begins.
    ///
    /// `align` is a power of two, and the offset must be a multiple of it. As for every type of
    /// Rust, `size` should be a multiple of `align` too. A piece of size 0 needs no room: every
    /// offset that is aligned will do, and nothing is taken.
    ///
    /// `None` when the piece does not fit any more. The cursor is then as it was, so that a smaller
    /// piece still finds its place.
    pub fn bump(&mut self, size: usize, align: usize) -> Option<usize> {
        // Nobody reads or writes at this offset, so all that counts is that it is aligned. Below,
        // the rounding would take up to `align - 1` bytes.
        if size == 0 {
            return Some(align);
        }
        // The one sum that can overflow. Had it wrapped round, a huge request would have got an
        // offset of its own, somewhere above the finger.
        let unaligned = self.finger.checked_sub(size)?;
        // Down is the way to more room, so the rounding needs no check of its own: it makes a
        // number smaller by clearing bits. Going up, `+ (align - 1)` could overflow.
        let offset = unaligned & !(align - 1);
        if offset < self.start {
            return None;
        }
        // Stored last: whatever was refused above has left no trace.
        self.finger = offset;
        Some(offset)
    }

    /// Takes everything back at once. The next pieces lie where the first ones lay.
    ///
    /// This is why a reset costs the same for one piece and for a million. It is also why no `Drop`
    /// runs: nobody has written down what the pieces were.
    pub fn reset(&mut self) {
        self.finger = self.end;
    }
}
