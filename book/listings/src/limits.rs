//! The chapter "Limits and hostile input": a recording whose
//! length a stranger wrote, and lists inside lists.

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

    // ANCHOR: bad_samples
    /// The samples of a recording: how many there are, and
    /// then each of them.
    pub fn samples(bytes: &[u8]) -> Option<Vec<u32>> {
        let (count, mut rest) = number(bytes)?;
        let count = count as usize;
        let mut samples = Vec::with_capacity(count);
        for _ in 0..count {
            let (sample, after) = number(rest)?;
            samples.push(sample);
            rest = after;
        }
        Some(samples)
    }
    // ANCHOR_END: bad_samples

    // ANCHOR: bad_nesting
    /// How deep the lists of `[[][[]]]` lie in one another,
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
    use bumpalo::collections::Vec;

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

    // ANCHOR: good_samples
    /// The samples of a recording: how many there are, and
    /// then each of them.
    pub fn samples<'a>(
        arena: &'a Bump,
        bytes: &[u8],
    ) -> Result<&'a [u32], Refused> {
        let (count, mut rest) =
            number(bytes).ok_or(Malformed)?;
        let count = count as usize;
        let mut samples = Vec::new_in(arena);
        let has_room = samples.try_reserve_exact(count);
        has_room.map_err(|_| TooLarge)?;
        for _ in 0..count {
            let (sample, after) =
                number(rest).ok_or(Malformed)?;
            samples.push(sample);
            rest = after;
        }
        Ok(samples.into_bump_slice())
    }
    // ANCHOR_END: good_samples

    // ANCHOR: limited
    /// Runs `work`, which may make the arena grow by so many
    /// bytes and no more.
    pub fn limited<R>(
        arena: &Bump,
        bytes: usize,
        work: impl FnOnce() -> R,
    ) -> R {
        let before = arena.allocation_limit();
        let limit = arena.allocated_bytes() + bytes;
        arena.set_allocation_limit(Some(limit));
        let result = work();
        arena.set_allocation_limit(before);
        result
    }
    // ANCHOR_END: limited

    // ANCHOR: good_nesting
    /// How deep the lists of `[[][[]]]` lie in one another,
    /// and what is after them. At most `limit` of them.
    pub fn nesting(
        text: &str,
        limit: usize,
    ) -> Result<(usize, &str), Refused> {
        let mut rest =
            text.strip_prefix('[').ok_or(Malformed)?;
        let limit = limit.checked_sub(1).ok_or(TooDeep)?;
        let mut deepest = 0;
        loop {
            if let Some(after) = rest.strip_prefix(']') {
                return Ok((deepest + 1, after));
            }
            let (inner, after) = nesting(rest, limit)?;
            deepest = deepest.max(inner);
            rest = after;
        }
    }
    // ANCHOR_END: good_nesting
}
