//! All that an arena does for one allocation, as arithmetic on plain numbers.
//!
//! A bump allocator owns a range of addresses. A finger in it says how far it has come; a request
//! moves the finger, and the piece that it passed over is the answer. Nothing is looked up, nothing
//! is written down, and a reset puts the finger back.
//!
//! Right for bytes, and for nothing else: it forgets that a `u64` cannot lie just anywhere, that
//! sizes can be large enough to overflow, and that a request may be refused. It also goes the other
//! way than `bumpalo` does.

/// A range of offsets, handed out piece by piece.
#[derive(Clone, Debug)]
pub struct Cursor {
    /// The first offset of the range.
    start: usize,
    /// How far the cursor has come: everything from `start` to here is taken.
    finger: usize,
    /// One past the last offset of the range.
    end: usize,
}

impl Cursor {
    /// A cursor that may hand out `start..end`, of which nothing is taken yet.
    pub fn new(start: usize, end: usize) -> Cursor {
        Cursor {
            start,
            finger: start,
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
    pub fn bump(&mut self, size: usize, _align: usize) -> Option<usize> {
        let offset = self.finger;
        self.finger += size;
        if self.finger > self.end {
            return None;
        }
        Some(offset)
    }

    /// Takes everything back at once. The next pieces lie where the first ones lay.
    pub fn reset(&mut self) {
        self.finger = self.start;
    }
}
