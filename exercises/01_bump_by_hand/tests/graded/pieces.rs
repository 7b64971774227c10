//! What every step requires of the pieces that a cursor hands out, whichever way its finger moves.

use std::ops::Range;

use bump_by_hand::Cursor;
use fastrand::Rng;

/// A cursor under test, and all that it has handed out.
pub(crate) struct Watched {
    cursor: Cursor,
    range: Range<usize>,
    pieces: Vec<Range<usize>>,
}

impl Watched {
    pub(crate) fn new(range: Range<usize>) -> Watched {
        Watched {
            cursor: Cursor::new(range.start, range.end),
            range,
            pieces: Vec::new(),
        }
    }

    /// Asks for a piece, and checks that it is aligned, within the range, and not yet taken.
    #[track_caller]
    pub(crate) fn bump(&mut self, size: usize, align: usize) -> Option<usize> {
        let offset = self.cursor.bump(size, align)?;
        let (range, number) = (&self.range, self.pieces.len() + 1);
        let asked = format!("yours: bump({size}, {align}) in {range:?}, as piece number {number},");
        assert!(
            offset.is_multiple_of(align),
            "{asked} gave {offset}, which is not a multiple of {align}"
        );
        if size == 0 {
            return Some(offset);
        }
        let end = offset.checked_add(size);
        let inside = offset >= range.start && end.is_some_and(|end| end <= range.end);
        assert!(
            inside,
            "{asked} gave {offset}: a piece of {size} bytes does not fit there"
        );
        let piece = offset..offset + size;
        let other = self
            .pieces
            .iter()
            .find(|other| piece.start < other.end && other.start < piece.end);
        assert!(
            other.is_none(),
            "{asked} gave {piece:?}, but {other:?} is already taken"
        );
        self.pieces.push(piece);
        Some(offset)
    }

    pub(crate) fn reset(&mut self) {
        self.cursor.reset();
        self.pieces.clear();
    }
}

/// The size and alignment of some type: a size is always a multiple of the alignment.
pub(crate) fn like_a_type(rng: &mut Rng, largest_align: u32) -> (usize, usize) {
    let align = 1 << rng.u32(..=largest_align.ilog2());
    (align * rng.usize(1..6), align)
}
