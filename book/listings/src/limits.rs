//! The chapter "Limits and hostile input": a picture whose size
//! a stranger wrote, and lists inside lists.

use bumpalo::Bump;

/// The next number, of four bytes, and what is after it.
pub fn number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((u32::from_be_bytes(*number), rest))
}

// ANCHOR: not_limited
/// How many bytes an arena gives, of the million that are
/// asked for, after its limit was set to 10,000.
pub fn after_the_limit(arena: &Bump) -> usize {
    arena.set_allocation_limit(Some(10_000));
    let ask = || arena.try_alloc([0_u8; 1_000]).is_ok();
    1_000 * (0..1_000).take_while(|_| ask()).count()
}
// ANCHOR_END: not_limited

/// Believes what it reads.
pub mod bad {
    use super::number;

    // ANCHOR: bad_pixels
    /// The pixels of a picture: its width and its height, and
    /// then each of them.
    pub fn pixels(bytes: &[u8]) -> Option<Vec<u32>> {
        let (width, rest) = number(bytes)?;
        let (height, mut rest) = number(rest)?;
        let count = width as usize * height as usize;
        let mut pixels = vec![0; count];
        for pixel in &mut pixels {
            (*pixel, rest) = number(rest)?;
        }
        Some(pixels)
    }
    // ANCHOR_END: bad_pixels

    // ANCHOR: bad_nesting
    /// How deep the lists of `[[][[]]]` are nested,
    /// and what is after them.
    pub fn nesting(text: &str) -> Option<(usize, &str)> {
        let mut rest = text.strip_prefix('[')?;
        let mut deepest = 0;
        loop {
            if let Some(after) = rest.strip_prefix(']') {
                return Some((deepest + 1, after));
            }
            let (inner, after) = nesting(rest)?;
            deepest = deepest.max(inner);
            rest = after;
        }
    }
    // ANCHOR_END: bad_nesting
}

/// Believes what it has seen, within limits.
pub mod good {
    use super::number;
    use bumpalo::Bump;

    /// Why something is not read.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Refused {
        /// It is not well formed, or ends early.
        Malformed,
        /// It would need more memory than it may have.
        TooLarge,
        /// It would need more of the stack than it may have.
        TooDeep,
    }
    use Refused::{Malformed, TooDeep, TooLarge};

    // ANCHOR: good_pixels
    /// The pixels of a picture: its width and its height, and
    /// then each of them.
    pub fn pixels<'a>(
        arena: &'a Bump,
        bytes: &[u8],
    ) -> Result<&'a [u32], Refused> {
        let (width, rest) = number(bytes).ok_or(Malformed)?;
        let (height, mut rest) =
            number(rest).ok_or(Malformed)?;
        let count =
            width.checked_mul(height).ok_or(TooLarge)?;
        let pixels = arena
            .try_alloc_slice_fill_copy(count as usize, 0);
        let pixels = pixels.map_err(|_| TooLarge)?;
        for pixel in &mut *pixels {
            (*pixel, rest) = number(rest).ok_or(Malformed)?;
        }
        Ok(pixels)
    }
    // ANCHOR_END: good_pixels

    // ANCHOR: limited
    /// Runs `work`, which may make the arena grow by `bytes`
    /// and no more.
    pub fn limited<R>(
        arena: &Bump,
        bytes: usize,
        work: impl FnOnce() -> R,
    ) -> R {
        let own = arena.allocation_limit();
        let held = arena.allocated_bytes();
        let limit = held.saturating_add(bytes);
        // The smaller of both, but never below what is held.
        let limit =
            own.map_or(limit, |own| own.clamp(held, limit));
        let _restore = Restore { arena, own };
        arena.set_allocation_limit(Some(limit));
        work()
    }

    /// Puts the arena's own limit back, also after a panic.
    struct Restore<'a> {
        arena: &'a Bump,
        own: Option<usize>,
    }

    impl Drop for Restore<'_> {
        fn drop(&mut self) {
            self.arena.set_allocation_limit(self.own);
        }
    }
    // ANCHOR_END: limited

    // ANCHOR: good_nesting
    /// How deep the lists of `[[][[]]]` are nested,
    /// and what is after them. At most `limit` of them.
    pub fn nesting(
        text: &str,
        limit: usize,
    ) -> Result<(usize, &str), Refused> {
        let (mut open, mut deepest) = (0, 0);
        for (at, letter) in text.char_indices() {
            match letter {
                '[' if open == limit => return Err(TooDeep),
                '[' => open += 1,
                ']' if open > 0 => open -= 1,
                _ => return Err(Malformed),
            }
            deepest = deepest.max(open);
            if open == 0 {
                return Ok((deepest, &text[at + 1..]));
            }
        }
        Err(Malformed)
    }
    // ANCHOR_END: good_nesting
}

/// One message after another in the same arena: a limit that
/// makes each of them ask the heap.
pub mod halved {
    use bumpalo::Bump;

    // ANCHOR: bad_next
    /// Empties `arena` for the next message. It may hold
    /// `limit` bytes, or what it holds already.
    pub fn next_message(arena: &mut Bump, limit: usize) {
        arena.reset();
        let limit = limit.max(arena.allocated_bytes());
        arena.set_allocation_limit(Some(limit));
    }
    // ANCHOR_END: bad_next
}

/// The same, with one chunk that is large enough.
pub mod whole {
    use bumpalo::Bump;

    // ANCHOR: good_next
    /// `with_capacity` rounds up, by less than a page.
    const PAGE: usize = 4096;

    /// Empties `arena` for the next message. It may hold
    /// `limit` bytes, and what it holds is one chunk.
    pub fn next_message(arena: &mut Bump, limit: usize) {
        let held = arena.allocated_bytes();
        let chunks = arena.iter_allocated_chunks().count();
        arena.reset();
        if chunks > 1 || held > limit {
            let most = limit.saturating_sub(PAGE);
            // What it had goes first: never both at once.
            *arena = Bump::new();
            *arena = Bump::with_capacity(held.min(most));
        }
        arena.set_allocation_limit(Some(limit));
    }
    // ANCHOR_END: good_next
}
