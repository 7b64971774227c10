//! A request that does not fit is refused, and changes nothing.
//!
//! `bumpalo` then takes a new chunk for this piece. It must learn that the old one is too full, and
//! nothing else may happen: a smaller piece may still fit there. Whether a piece fits depends on its
//! size, its alignment and what is left of the range, not on what was refused before.
//!
//! Before moving on: which `Option` methods let you write `bump` without a single `if`?

use bump_by_hand::Cursor;
use fastrand::Rng;

use super::pieces::{Watched, like_a_type};

#[test]
fn a_piece_that_is_too_large_is_refused_and_a_byte_still_fits() {
    let mut watched = Watched::new(0..8);
    assert_eq!(watched.bump(16, 8), None, "16 bytes in a range of 8");
    assert_eq!(watched.bump(9, 1), None, "9 bytes in a range of 8");
    for number in 1..=8 {
        assert!(
            watched.bump(1, 1).is_some(),
            "yours: byte {number} of 8 is refused, after two requests that were too large"
        );
    }
}

#[test]
fn padding_alone_can_be_too_much() {
    // No aligned u64 fits into 9..15, whichever way the offset is rounded.
    let mut watched = Watched::new(9..15);
    assert_eq!(watched.bump(8, 8), None, "a u64 in 9..15");
    let mut watched = Watched::new(4..12);
    assert_eq!(watched.bump(8, 8), None, "an aligned u64 in 4..12");
    assert!(
        watched.bump(8, 4).is_some(),
        "yours: two u32 are refused in 4..12, where they fit exactly"
    );
}

#[test]
fn refused_requests_leave_no_trace() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for _ in 0..yardstick::size(200, 10) {
        let n_bytes = rng.usize(..300);
        let (mut cursor, mut undisturbed) = (Cursor::new(0, n_bytes), Cursor::new(0, n_bytes));
        for _ in 0..20 {
            let too_large = n_bytes + rng.usize(1..200);
            assert_eq!(
                cursor.bump(too_large, 1),
                None,
                "{too_large} bytes in a range of {n_bytes} (seed {seed})"
            );
            let (size, align) = like_a_type(&mut rng, 16);
            let (offset, expected) = (cursor.bump(size, align), undisturbed.bump(size, align));
            assert_eq!(
                offset, expected,
                "bump({size}, {align}) in a range of {n_bytes}, after a refused request; expected is \
                 the answer of your cursor without one (seed {seed})"
            );
        }
    }
}
