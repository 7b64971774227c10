//! The opening picture: what twelve values of its sizes ask of the heap, and of an arena.

use crate::prose::says;
use bumpalo::Bump;
use std::hint::black_box;

/// In the picture a unit is 16 bytes, and a chunk has 28 of them beside its footer.
const SIZES: [usize; 12] =
    [2, 1, 3, 1, 2, 2, 1, 4, 1, 2, 3, 1];
const UNIT: usize = 16;

#[test]
fn the_opening_picture_shows_what_is_counted() {
    let (boxed, on_heap) = yardstick::measure(|| {
        SIZES.map(|n| {
            black_box(vec![0_u8; n * UNIT].into_boxed_slice())
        })
    });
    let (_, heap_freed) = yardstick::measure(|| drop(boxed));
    let arena = Bump::new();
    let (_, in_arena) = yardstick::measure(|| {
        for n in SIZES {
            black_box(
                arena.alloc_slice_fill_copy(n * UNIT, 0_u8),
            );
        }
    });
    assert_eq!(
        arena.chunk_capacity(),
        28 * UNIT - SIZES.iter().sum::<usize>() * UNIT,
        "what is free below the finger"
    );
    let (_, arena_freed) = yardstick::measure(|| drop(arena));
    says(
        "start.md",
        &format!(
            "<b>{} calls</b> for {} values, {} more to free them",
            on_heap.heap_calls(),
            SIZES.len(),
            heap_freed.deallocations
        ),
    );
    says(
        "start.md",
        &format!(
            "<b>{} call</b>, {} more to free them all",
            in_arena.heap_calls(),
            arena_freed.deallocations
        ),
    );
}
