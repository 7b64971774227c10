//! A request that does not fit is refused, and has changed nothing.
//!
//! `bumpalo` takes a new chunk then. It must know that the old one is full, and nothing else may
//! have happened. Whoever moves the finger first and looks afterwards has lost the rest of the room.
//! The cheapest version that passes: compute in variables, and store the finger at the very end.
//! Before moving on: which `Option` methods let you write `bump` without a single `if`?

use bump_by_hand::Cursor;
use fastrand::Rng;

use super::pieces::{Watched, like_a_type};

#[test]
fn what_is_too_large_is_refused_and_a_byte_still_fits() {
    let mut watched = Watched::new(0..8);
    assert_eq!(watched.bump(16, 8), None, "16 bytes in a room of 8");
    assert_eq!(watched.bump(9, 1), None, "9 bytes in a room of 8");
    for number in 1..=8 {
        assert!(
            watched.bump(1, 1).is_some(),
            "byte {number} of 8 is refused: requests that were too large have moved the finger"
        );
    }
}

#[test]
fn padding_alone_can_be_too_much() {
    // In 9..15 no multiple of 8 has room for a u64, before or behind it.
    let mut watched = Watched::new(9..15);
    assert_eq!(watched.bump(8, 8), None, "a u64 in 9..15");
    let mut watched = Watched::new(4..12);
    assert_eq!(watched.bump(8, 8), None, "an aligned u64 in 4..12");
    assert!(watched.bump(8, 4).is_some(), "two u32 in 4..12");
}

#[test]
fn refused_requests_leave_no_trace() {
    let seed = yardstick::seed();
    let mut rng = Rng::with_seed(seed);
    for _ in 0..200 {
        let room = rng.usize(..300);
        let (mut cursor, mut undisturbed) = (Cursor::new(0, room), Cursor::new(0, room));
        for _ in 0..20 {
            let too_large = room + rng.usize(1..200);
            assert_eq!(
                cursor.bump(too_large, 1),
                None,
                "{too_large} bytes in a room of {room} (seed {seed})"
            );
            let (size, align) = like_a_type(&mut rng, 16);
            let (offset, expected) = (cursor.bump(size, align), undisturbed.bump(size, align));
            assert_eq!(
                offset, expected,
                "bump({size}, {align}) after a refused request, and without it, in a room of \
                 {room} (seed {seed})"
            );
        }
    }
}
