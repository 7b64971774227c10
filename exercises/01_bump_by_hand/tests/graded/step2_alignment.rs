//! Each piece begins at a multiple of its alignment.
//!
//! A `u64` is read in one go only where 8 divides its address; Rust promises that to the processor,
//! so an allocator must keep it. The bytes that are skipped on the way are padding: lost until the
//! reset, and never more than `align - 1` of them.
//! The cheapest version that passes: round the finger before the piece is taken. A request of size 0
//! takes no piece: answer it first, so that the rounding does not move the finger for it.
//! Before moving on: one `u8` and one `u64` by turns, how much of the room is padding? And if all
//! the `u64` come first?

use fastrand::Rng;

use super::pieces::{Watched, like_a_type};

#[test]
fn a_u64_after_a_byte_is_aligned() {
    let mut watched = Watched::new(0..32);
    assert!(watched.bump(1, 1).is_some(), "a byte in an empty room");
    assert!(watched.bump(8, 8).is_some(), "a u64 in a room of 32 bytes");
}

#[test]
fn padding_is_no_larger_than_it_must_be() {
    let mut watched = Watched::new(0..64);
    for number in 1..=4 {
        for (size, align, name) in [(1, 1, "byte"), (8, 8, "u64")] {
            let offset = watched.bump(size, align);
            assert!(
                offset.is_some(),
                "{name} {number} of 4 is refused: with 7 bytes of padding for each byte, 64 bytes \
                 are enough for 4 bytes and 4 u64"
            );
        }
    }
}

#[test]
fn random_pieces_are_aligned_also_where_the_room_begins_at_an_odd_offset() {
    let mut rng = Rng::with_seed(yardstick::seed());
    for _ in 0..100 {
        let start = rng.usize(..5_000);
        let mut watched = Watched::new(start..start + 4_096);
        for number in 1..=10 {
            let (size, align) = like_a_type(&mut rng, 64);
            let offset = watched.bump(size, align);
            assert!(
                offset.is_some(),
                "bump({size}, {align}) as request {number} in a room of 4 096 bytes"
            );
        }
    }
}

#[test]
fn nothing_takes_no_room() {
    let mut watched = Watched::new(16..32);
    assert!(watched.bump(1, 1).is_some(), "a byte in an empty room");
    // `()`, `[u64; 0]` and their like: a program may ask for any number of them.
    for align in [1, 2, 4, 8, 16] {
        let offset = watched.bump(0, align);
        assert!(offset.is_some(), "bump(0, {align}) needs no room");
    }
    for number in 2..=16 {
        let offset = watched.bump(1, 1);
        assert!(
            offset.is_some(),
            "byte {number} of 16 is refused: a request of size 0 has moved the finger"
        );
    }
    assert!(
        watched.bump(0, 1).is_some(),
        "bump(0, 1) needs no room, and the full room has that"
    );
}
