//! Records every piece, in a list that belongs to the program and not to the cursor. A trick: the
//! cursor is small and calls no heap, but the list takes 256 kB for as long as the program runs,
//! and the fifth cursor writes over the first one's pieces.
//! Fails in: step5_like_bumpalo

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

const ROOM: usize = 8_192;

static PIECES: [AtomicUsize; 4 * ROOM] = [const { AtomicUsize::new(0) }; 4 * ROOM];
static CURSORS: AtomicUsize = AtomicUsize::new(0);

/// A range of offsets, handed out piece by piece.
#[derive(Clone, Debug)]
pub struct Cursor {
    start: usize,
    end: usize,
    list: usize,
    n_pieces: usize,
}

impl Cursor {
    /// A cursor over `start..end`.
    pub fn new(start: usize, end: usize) -> Cursor {
        Cursor {
            start,
            end,
            list: CURSORS.fetch_add(1, Relaxed) % 4 * ROOM,
            n_pieces: 0,
        }
    }

    /// Takes a piece.
    pub fn bump(&mut self, size: usize, align: usize) -> Option<usize> {
        if size == 0 {
            return Some(align);
        }
        let pieces = &PIECES[self.list..][..ROOM];
        let lowest = match self.n_pieces {
            0 => self.end,
            n_pieces => pieces[n_pieces - 1].load(Relaxed),
        };
        let offset = lowest.checked_sub(size)? & !(align - 1);
        if offset < self.start {
            return None;
        }
        pieces[self.n_pieces].store(offset, Relaxed);
        self.n_pieces += 1;
        Some(offset)
    }

    /// Takes everything back.
    pub fn reset(&mut self) {
        self.n_pieces = 0;
    }
}
