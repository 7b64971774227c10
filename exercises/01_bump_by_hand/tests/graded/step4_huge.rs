//! Sizes near `usize::MAX` are refused like any other, and no sum overflows on the way.
//!
//! `Vec::with_capacity` asks for such sizes when its length comes from untrusted input. An overflow
//! panics in a debug build; in a release build it wraps, and the caller gets a tiny piece for a
//! huge request. So catching the panic does not help.
//! The cheapest version that passes: `checked_add` and `checked_sub`, with `?`.
//! Before moving on: which of your sums can still overflow? What do `start <= finger <= end` and
//! "`align` is a power of two" tell you about each?

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::atomic::{AtomicUsize, Ordering};

use bump_by_hand::Cursor;

const SIZES: [usize; 6] = [
    usize::MAX,
    usize::MAX - 1,
    usize::MAX - 63,
    usize::MAX / 2 + 1,
    usize::MAX / 2,
    usize::MAX / 4,
];

#[test]
fn huge_sizes_are_refused() {
    for (start, end) in [(0, 0), (0, 64), (1, 100), (1 << 20, 1 << 21)] {
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
    let (start, end) = (usize::MAX - 40, usize::MAX - 8);
    for (size, align) in [
        (64, 64),
        (4_096, 4_096),
        (1 << 20, 1 << 20),
        (usize::MAX, 1),
    ] {
        refuses(start, end, size, align);
    }
    let offset = without_a_panic(&mut Cursor::new(start, end), 8, 8);
    assert!(offset.is_some(), "bump(8, 8) in {start}..{end}");
}

#[track_caller]
fn refuses(start: usize, end: usize, size: usize, align: usize) {
    let mut cursor = Cursor::new(start, end);
    // Take a byte, so that the finger is neither at the start nor at the end.
    let byte = without_a_panic(&mut cursor, 1, 1);
    let offset = without_a_panic(&mut cursor, size, align);
    assert_eq!(
        offset,
        None,
        "bump({size}, {align}) in a range of {} bytes",
        end - start
    );
    cursor.reset();
    let again = without_a_panic(&mut cursor, 1, 1);
    assert_eq!(again, byte, "the first byte, after a reset");
}

/// What `bump` returns. Fails if anything in it panicked, even if `bump` caught that itself.
#[track_caller]
fn without_a_panic(cursor: &mut Cursor, size: usize, align: usize) -> Option<usize> {
    static PANICS: AtomicUsize = AtomicUsize::new(0);

    let before = PANICS.load(Ordering::Relaxed);
    let hook = take_hook();
    set_hook(Box::new(|_| {
        PANICS.fetch_add(1, Ordering::Relaxed);
    }));
    let result = catch_unwind(AssertUnwindSafe(|| cursor.bump(size, align)));
    set_hook(hook);
    let n_panics = PANICS.load(Ordering::Relaxed) - before;
    match result {
        Ok(offset) if n_panics == 0 => offset,
        _ => panic!(
            "bump({size}, {align}) panicked: a sum overflowed.\n\
             `checked_add` and `checked_sub` return `None` instead, and a `?` after them makes \
             `bump` return it too."
        ),
    }
}
