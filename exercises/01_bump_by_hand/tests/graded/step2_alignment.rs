//! Each piece starts at a multiple of its alignment.
//!
//! A `u64` is read in one go only where 8 divides its address; Rust promises the processor that it
//! does, so an allocator must keep that promise. The bytes skipped on the way are padding: lost
//! until the reset, and never more than `align - 1` of them.
//!
//! A request of size 0 has an alignment as well, and takes nothing: neither a byte nor padding.
//!
//! Before moving on: with `u8` and `u64` alternating, how much of the range is padding? And with
//! all the `u64` first?

use fastrand::Rng;

use super::pieces::{Watched, like_a_type};

#[test]
fn a_u64_after_a_byte_is_aligned() {
    let mut watched = Watched::new(0..32);
    assert!(
        watched.bump(1, 1).is_some(),
        "yours: a byte is refused in an empty range"
    );
    assert!(
        watched.bump(8, 8).is_some(),
        "yours: a u64 after a byte is refused in 0..32"
    );
}

#[test]
fn there_is_no_more_padding_than_necessary() {
    let mut watched = Watched::new(0..64);
    for number in 1..=4 {
        for (size, align, name) in [(1, 1, "byte"), (8, 8, "u64")] {
            let offset = watched.bump(size, align);
            assert!(
                offset.is_some(),
                "yours: {name} {number} of 4 is refused in 0..64, where 4 bytes and 4 u64 fit with 7 bytes \
                 of padding for each byte"
            );
        }
    }
}

#[test]
fn random_pieces_are_aligned_even_where_the_range_starts_at_an_odd_offset() {
    let mut rng = Rng::with_seed(yardstick::seed());
    for _ in 0..yardstick::size(100, 10) {
        let start = rng.usize(..5_000);
        let mut watched = Watched::new(start..start + 4_096);
        for number in 1..=10 {
            let (size, align) = like_a_type(&mut rng, 64);
            let offset = watched.bump(size, align);
            assert!(
                offset.is_some(),
                "yours: bump({size}, {align}), request {number} in a range of 4 096 bytes, is refused"
            );
        }
    }
}

#[test]
fn a_piece_of_size_zero_takes_nothing() {
    let mut watched = Watched::new(16..32);
    assert!(
        watched.bump(1, 1).is_some(),
        "yours: a byte is refused in an empty range"
    );
    // `()`, `[u64; 0]` and so on: a program may ask for any number of them.
    for align in [1, 2, 4, 8, 16] {
        let offset = watched.bump(0, align);
        assert!(
            offset.is_some(),
            "yours: bump(0, {align}) is refused in 16..32"
        );
    }
    for number in 2..=16 {
        let offset = watched.bump(1, 1);
        assert!(
            offset.is_some(),
            "yours: byte {number} of 16 is refused, after 5 requests of size 0"
        );
    }
    assert!(
        watched.bump(0, 1).is_some(),
        "yours: bump(0, 1) is refused in a full range, although it needs no room"
    );
}
