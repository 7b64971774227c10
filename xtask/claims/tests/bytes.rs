//! The bytes that an arena reports are those that it asks of the heap. The experiments rely on that.

use bumpalo::Bump;

yardstick::count_allocations!();

#[test]
fn an_arena_reports_the_bytes_that_it_asks_for() {
    for capacity in [0, 1, 4032, 4096, 100_000] {
        let (arena, usage) = yardstick::measure(|| {
            let arena = Bump::with_capacity(capacity);
            for at in 0..10_000_u64 {
                arena.alloc([at; 8]);
            }
            arena
        });
        let reported = arena.allocated_bytes_including_metadata();
        assert_eq!(usage.bytes, reported as u64, "with_capacity({capacity})");
    }
}
