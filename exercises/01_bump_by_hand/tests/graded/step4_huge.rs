//! Sizes near `usize::MAX` are refused, and nothing overflows.
//!
//! `Vec::with_capacity` asks for such sizes when its length comes from untrusted input. An overflow
//! panics in a debug build; in a release build it wraps, and the caller gets a tiny piece for a
//! huge request. So neither catching the panic nor asking which build this is helps. A size is too
//! large only for its range: a huge piece fits into a huge range.
//!
//! Before moving on: which of your operations can still overflow? What do `start <= finger <= end` and
//! "`align` is a power of two" tell you about each?

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use bump_by_hand::Cursor;
use proc_macro2::{TokenStream, TokenTree};
use yardstick::measure_process;

use super::pieces::Watched;

const SIZES: [usize; 6] = [
    usize::MAX,
    usize::MAX - 1,
    usize::MAX - 63,
    usize::MAX / 2 + 1,
    usize::MAX / 2,
    usize::MAX / 4,
];

/// The source of the crate under test.
const SOURCE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs"));

#[test]
fn huge_sizes_are_refused() {
    let middle = usize::MAX / 2;
    for (start, end) in [
        (0, 0),
        (0, 64),
        (1, 100),
        (1 << 20, 1 << 21),
        (middle - 100, middle + 100),
    ] {
        for size in SIZES {
            for align in [1, 2, 64] {
                // As for any type, the size is a multiple of the alignment.
                refuses(start, end, size & !(align - 1), align);
            }
        }
    }
}

#[test]
fn a_range_at_the_very_end_of_the_address_space_is_no_exception() {
    let middle = usize::MAX / 2;
    for (start, end) in [
        (usize::MAX - 40, usize::MAX - 8),
        // Here the numbers change their sign, if they are taken for signed ones.
        (middle - 19, middle + 13),
    ] {
        for (size, align) in [
            (64, 64),
            (4_096, 4_096),
            (1 << 20, 1 << 20),
            (usize::MAX, 1),
        ] {
            refuses(start, end, size, align);
        }
        let offset = without_a_panic(&mut Cursor::new(start, end), &(start..end), (8, 8));
        assert!(
            offset.is_some(),
            "yours: bump(8, 8) is refused in {start}..{end}"
        );
    }
}

#[test]
fn a_huge_piece_fits_into_a_huge_range() {
    for (start, end) in [(0, usize::MAX), (100, usize::MAX - 1)] {
        let mut watched = Watched::new(start..end);
        // The largest size that a type of this alignment may have.
        let (size, align) = ((usize::MAX / 2) & !63, 64);
        let offset = watched.bump(size, align);
        assert!(
            offset.is_some(),
            "yours: bump({size}, {align}) is refused in {start}..{end}, where it fits"
        );
        assert!(
            watched.bump(8, 8).is_some(),
            "yours: a u64 is refused in what is left"
        );
    }
}

#[test]
fn a_huge_alignment_is_kept() {
    // All that a size of `isize::MAX` at most leaves.
    for align in (0..usize::BITS - 1).map(|shift| 1_usize << shift) {
        for (start, end) in [(0, usize::MAX), (101, usize::MAX - 1)] {
            let mut watched = Watched::new(start..end);
            assert!(
                watched.bump(1, 1).is_some(),
                "yours: a byte is refused in {start}..{end}"
            );
            let offset = watched.bump(align, align);
            assert!(
                offset.is_some(),
                "yours: bump({align}, {align}) is refused in {start}..{end} after a byte, although there is \
                 an aligned place"
            );
            assert!(
                watched.bump(8, 8).is_some(),
                "yours: a u64 is refused in what is left"
            );
        }
    }
}

#[test]
fn a_release_build_gives_the_same_answers() {
    let source: TokenStream = SOURCE.parse().expect("it has been compiled");
    let word = find(source, &["debug_assertions", "overflow_checks"]);
    assert_eq!(
        word, None,
        "a word in your src/lib.rs that asks which build it is in: in another build, `bump` may give \
         other answers than the tests have seen"
    );
}

/// The first of these words that is in the source. Comments and strings do not count.
fn find(source: TokenStream, words: &[&str]) -> Option<String> {
    source.into_iter().find_map(|token| match token {
        TokenTree::Group(group) => find(group.stream(), words),
        TokenTree::Ident(ident) => Some(ident.to_string()).filter(|word| words.contains(&&**word)),
        TokenTree::Punct(_) | TokenTree::Literal(_) => None,
    })
}

#[track_caller]
fn refuses(start: usize, end: usize, size: usize, align: usize) {
    let range = start..end;
    let mut cursor = Cursor::new(start, end);
    // Take a byte, so that the finger is neither at the start nor at the end.
    let byte = without_a_panic(&mut cursor, &range, (1, 1));
    let offset = without_a_panic(&mut cursor, &range, (size, align));
    assert_eq!(offset, None, "bump({size}, {align}) in {range:?}");
    cursor.reset();
    let again = without_a_panic(&mut cursor, &range, (1, 1));
    assert_eq!(again, byte, "the first byte in {range:?}, after a reset");
}

/// What `bump` returns. Fails if anything in it panicked, even if `bump` caught that itself: a panic
/// takes memory for its message, and a hook that keeps it quiet does not change that.
#[track_caller]
fn without_a_panic(
    cursor: &mut Cursor,
    range: &Range<usize>,
    (size, align): (usize, usize),
) -> Option<usize> {
    let bump = AssertUnwindSafe(|| cursor.bump(size, align));
    let (result, usage) = measure_process(|| catch_unwind(bump));
    match result {
        Ok(offset) if usage.heap_calls() == 0 => offset,
        Ok(_) => panic!(
            "yours: heap calls in bump({size}, {align}) in {range:?}: {}, where numbers need none. A \
             panic makes some, even one that is caught; in a release build the result wraps instead.",
            usage.heap_calls()
        ),
        Err(_) => panic!(
            "yours: bump({size}, {align}) in {range:?} panicked. In a release build, what overflowed \
             would wrap around."
        ),
    }
}
