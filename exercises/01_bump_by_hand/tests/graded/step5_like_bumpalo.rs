//! Your offsets are the addresses that a real `Bump` chooses.
//!
//! The tests give a `Bump` and your cursor the same range and the same requests. Many cursors keep
//! all the promises of the steps before, and hand out other offsets. `bumpalo` chose its order for
//! speed: of the possible ones, it needs the fewest operations that can overflow, and so the fewest
//! checks in a function that runs for each allocation. The fast path of `Bump::alloc` is this
//! arithmetic and little else: it records nothing about a piece, and calls nobody.
//!
//! Before moving on: a `Vec` that was allocated last grows. In an arena that bumps up, its elements
//! could stay where they are; what must happen to them here?

use std::alloc::Layout;

use bump_by_hand::Cursor;
use bumpalo::Bump;
use fastrand::Rng;
use yardstick::Budget;

use super::pieces::like_a_type;

#[test]
fn four_pieces_are_at_the_end_of_the_range() {
    let mut cursor = Cursor::new(0, 64);
    let offsets = [(8, 8), (1, 1), (4, 4), (16, 16)].map(|(size, align)| cursor.bump(size, align));
    assert_eq!(
        offsets,
        [Some(56), Some(55), Some(48), Some(32)],
        "a u64, a byte, a u32 and a u128, in this order, in the range 0..64"
    );
}

#[test]
fn random_requests_get_the_addresses_that_a_bump_gives() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for _ in 0..yardstick::size(50, 4) {
        let mut bump = Bump::with_capacity(rng.usize(500..4_000));
        let (start, end) = chunk(&mut bump);
        let mut cursor = Cursor::new(start, end);
        for round in 1..=2 {
            compare_until_full(&mut rng, &bump, &mut cursor, end, round);
            bump.reset();
            cursor.reset();
        }
    }
}

#[test]
fn a_cursor_is_a_few_numbers_and_never_calls_the_heap() {
    // Three numbers are enough. There is room for more of them, and wider ones, but not for a list.
    const LARGEST: usize = size_of::<[usize; 8]>();
    let size = size_of::<Cursor>();
    assert!(
        size <= LARGEST,
        "yours: a cursor takes {size} bytes, where at most {LARGEST} will do"
    );
    let (last, again) = Budget::named("a thousand pieces")
        .allocations(0)
        .process_wide()
        .run(|| {
            let mut cursor = Cursor::new(0, 1 << 20);
            let last = (0..1_000).map(|_| cursor.bump(24, 8)).last().flatten();
            cursor.reset();
            (last, cursor.bump(24, 8))
        });
    assert_eq!(
        last,
        Some((1 << 20) - 24_000),
        "the last of a thousand pieces"
    );
    assert_eq!(again, Some((1 << 20) - 24), "the first after a reset");
}

/// The only chunk of an arena, empty: its first address, and the one past its last.
fn chunk(bump: &mut Bump) -> (usize, usize) {
    let capacity = bump.chunk_capacity();
    // A full arena then returns an error instead of taking a second chunk.
    bump.set_allocation_limit(Some(bump.allocated_bytes()));
    let last = bump.alloc_layout(Layout::new::<u8>()).as_ptr().addr();
    bump.reset();
    (last + 1 - capacity, last + 1)
}

/// The same requests for both, until one has been refused ten times.
fn compare_until_full(rng: &mut Rng, bump: &Bump, cursor: &mut Cursor, end: usize, round: usize) {
    let (mut n_refused, mut refused) = (0, None);
    for number in 1.. {
        // What was refused may still fit where its alignment does not matter.
        let (size, align) = match refused.take() {
            Some(size) => (size, 1),
            None => like_a_type(rng, 512),
        };
        if rng.u8(..8) == 0 {
            // Of size 0. A `Bump` may place it outside its chunk, so the offsets are not compared.
            assert!(
                cursor.bump(0, align).is_some(),
                "yours: bump(0, {align}), request {number} of round {round}, is refused, although it \
                 needs no room"
            );
            continue;
        }
        let layout = Layout::from_size_align(size, align).expect("a size of a few thousand bytes");
        let address = bump
            .try_alloc_layout(layout)
            .ok()
            .map(|data| data.as_ptr().addr());
        let yours = cursor.bump(size, align);
        // Counted from the end of the chunk, which is easier to read than addresses.
        let from_end = |offset: Option<usize>| offset.map(|offset| end.wrapping_sub(offset));
        assert_eq!(
            from_end(yours),
            from_end(address),
            "how far below the end of the range bump({size}, {align}) starts, as request {number} \
             of round {round}; expected is where a `Bump` put it (seed {})",
            yardstick::seed()
        );
        n_refused += usize::from(address.is_none());
        refused = (address.is_none() && align > 1).then_some(size);
        if n_refused == 10 {
            return;
        }
    }
}
