//! All that an arena does for one allocation, as arithmetic on plain numbers.
//!
//! A bump allocator owns a range of addresses. A finger marks how much of it is taken; a request
//! moves the finger, and the piece that it passed over is the answer. Nothing is looked up, nothing
//! is recorded, and a reset puts the finger back.
//!
//! Correct for bytes, and for nothing else: it ignores that a `u64` needs alignment, that sizes can
//! be large enough to overflow, and that a request may be refused.
//!
//! Yours to change: the fields of `Cursor` and every function body. The tests use `Cursor::new`,
//! `bump` and `reset` with the signatures below. All of `src/` is yours, so you may add files.

/// A range of offsets, handed out piece by piece.
#[derive(Clone, Debug)]
pub struct Cursor {
    /// The first offset of the range.
    start: usize,
    /// Everything from `start` to here is taken.
    finger: usize,
    /// One past the last offset of the range.
    end: usize,
}

impl Cursor {
    /// A cursor over `start..end`, of which nothing is taken yet.
    pub fn new(start: usize, end: usize) -> Cursor {
        Cursor {
            start,
            finger: start,
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
    pub fn bump(&mut self, size: usize, _align: usize) -> Option<usize> {
        let offset = self.finger;
        self.finger += size;
        if self.finger > self.end {
            return None;
        }
        Some(offset)
    }

    /// Takes everything back at once. The next pieces get the offsets of the first ones.
    pub fn reset(&mut self) {
        self.finger = self.start;
    }
}
