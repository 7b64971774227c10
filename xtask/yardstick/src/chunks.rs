//! Whether values live in an arena: a snapshot of its chunks, and a check of addresses against it.

use bumpalo::Bump;
use std::ops::Range;

/// The used part of each chunk of an arena, at the time of the snapshot.
#[derive(Clone, Debug)]
pub struct Chunks {
    ranges: Vec<Range<usize>>,
}

impl Chunks {
    /// Takes a snapshot of `arena`. Later allocations are not part of it.
    #[must_use]
    pub fn of(arena: &Bump) -> Self {
        // SAFETY: nothing is allocated in `arena` while its chunks are walked: a range is made of
        // two addresses, and the vector is elsewhere. The memory itself is not read.
        #[allow(
            unsafe_code,
            reason = "the safe iterator needs `&mut`, while references into the arena exist"
        )]
        let chunks = unsafe { arena.iter_allocated_chunks_raw() };
        let ranges = chunks.map(|(start, length)| start.addr()..start.addr() + length);
        Self {
            ranges: ranges.collect(),
        }
    }

    /// Whether this address is in the used part of a chunk.
    #[must_use]
    pub fn contains(&self, address: usize) -> bool {
        self.ranges.iter().any(|range| range.contains(&address))
    }

    /// Bytes in use, padding included.
    #[must_use]
    pub fn used_bytes(&self) -> usize {
        self.ranges.iter().map(Range::len).sum()
    }

    /// Asserts that all these addresses are in the arena.
    ///
    /// # Panics
    /// When some are not, with how many of how many. Also when there are none, since such a check
    /// could not fail.
    #[track_caller]
    pub fn assert_holds(&self, what: &str, addresses: impl IntoIterator<Item = usize>) {
        let (mut total, mut outside) = (0, 0);
        for address in addresses {
            total += 1;
            outside += usize::from(!self.contains(address));
        }
        assert!(total > 0, "{what}: there is no address to check");
        assert!(
            outside == 0,
            "{what}: {outside} of {total} addresses lie outside the arena that was passed in\n\
             (it holds {} bytes in {} chunks)",
            self.used_bytes(),
            self.ranges.len()
        );
    }
}

/// Whether a value shown to a visitor at this address is likely a view on the stack, made for the call, and not the
/// value that is kept.
///
/// Frames of what was called before lie below this call's, and an optimised caller may hold the view in its own frame,
/// above it: the addresses meant are 256 KiB below to 16 KiB above. Under Miri, which places variables at random, all
/// addresses are.
#[must_use]
#[inline(never)]
pub fn is_on_the_stack(address: usize) -> bool {
    const BELOW: usize = 256 << 10;
    const ABOVE: usize = 16 << 10;
    let variable = 0_u8;
    let here = std::ptr::from_ref(&variable).addr();
    cfg!(miri) || (here.saturating_sub(BELOW)..=here + ABOVE).contains(&address)
}
