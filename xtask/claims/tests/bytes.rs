//! What an arena says of its bytes is what it asks of the heap. The experiments rely on it.

use bumpalo::Bump;

yardstick::count_allocations!();

#[test]
fn an_arena_asks_for_the_bytes_that_it_says() {
    for capacity in [0, 1, 4032, 4096, 100_000] {
        let (arena, usage) = yardstick::measure(|| {
            let arena = Bump::with_capacity(capacity);
            for at in 0..10_000_u64 {
                arena.alloc([at; 8]);
            }
            arena
        });
        let said = arena.allocated_bytes_including_metadata();
        assert_eq!(usage.bytes, said as u64, "with_capacity({capacity})");
    }
}
