//! The counters, case by case: nothing, alloc, grow, shrink, free, threads, a panic inside a region.
//!
//! Each number is what Rust's own allocation calls ask for, so it is the same on every platform.

use std::panic::{AssertUnwindSafe, catch_unwind};
use yardstick::{Budget, Chunks, DropCounter, Usage, measure, measure_process, steady};

yardstick::count_allocations!();

/// Frees a value that the optimiser must assume is used: otherwise it could remove the allocation.
fn free<T>(value: T) {
    drop(std::hint::black_box(value));
}

#[test]
fn nothing_counts_as_nothing() {
    let (sum, usage) = measure(|| (1..=10).sum::<u32>());
    assert_eq!(sum, 55);
    assert_eq!(usage, Usage::default());
}

#[test]
fn a_zero_sized_value_asks_for_nothing() {
    let ((), usage) = measure(|| free(Box::new(())));
    assert_eq!(usage, Usage::default());
}

#[test]
fn an_allocation_counts_its_call_and_its_bytes() {
    let (kept, usage) = measure(|| Box::new([0u64; 4]));
    let expected = Usage {
        allocations: 1,
        bytes: 32,
        live: 32,
        peak: 32,
        ..Usage::default()
    };
    assert_eq!(usage, expected);
    drop(kept);
}

#[test]
fn zeroed_memory_counts_too() {
    let (kept, usage) = measure(|| vec![0u8; 100]);
    assert_eq!((usage.allocations, usage.bytes), (1, 100));
    drop(kept);
}

#[test]
fn growing_counts_a_reallocation_and_what_was_gained() {
    let mut bytes: Vec<u8> = Vec::with_capacity(16);
    let ((), usage) = measure(|| bytes.reserve_exact(48));
    let expected = Usage {
        reallocations: 1,
        bytes: 32,
        live: 32,
        peak: 32,
        ..Usage::default()
    };
    assert_eq!(usage, expected);
    assert_eq!(usage.heap_calls(), 1);
}

#[test]
fn shrinking_counts_a_call_and_gives_bytes_back() {
    let mut bytes: Vec<u8> = Vec::with_capacity(48);
    bytes.push(1);
    let ((), usage) = measure(|| bytes.shrink_to(16));
    let expected = Usage {
        reallocations: 1,
        live: -32,
        ..Usage::default()
    };
    assert_eq!(usage, expected);
}

#[test]
fn freeing_lowers_live_and_leaves_the_peak() {
    let ((), usage) = measure(|| {
        free(vec![1u8; 100]);
        free(vec![1u8; 50]);
    });
    let expected = Usage {
        allocations: 2,
        deallocations: 2,
        bytes: 150,
        live: 0,
        peak: 100,
        ..Usage::default()
    };
    assert_eq!(usage, expected);
}

#[test]
fn regions_nest_and_each_has_its_own_peak() {
    let ((inner, after), outer) = measure(|| {
        let large = vec![0u8; 1_000];
        drop(large);
        let small = measure(|| free(vec![0u8; 10])).1;
        (small, measure(|| ()).1)
    });
    assert_eq!(inner.peak, 10);
    assert_eq!(after.peak, 0);
    assert_eq!(outer.peak, 1_000);
    assert_eq!(outer.allocations, 2);
}

#[test]
fn a_thread_counts_its_own_and_the_process_counts_all() {
    let work = || {
        std::thread::spawn(|| vec![1u8; 4_096].len())
            .join()
            .unwrap()
    };
    let (_, mine) = measure(work);
    let (_, all) = measure_process(work);
    assert!(mine.bytes < 4_096, "{mine:?}");
    assert!(all.bytes >= 4_096, "{all:?}");
    assert!(all.allocations > mine.allocations);
}

#[test]
fn memory_freed_by_another_thread_stays_exact_for_the_process() {
    let (_, all) = measure_process(|| {
        let block = vec![1u8; 4_096];
        // A thread's own bookkeeping may outlive it; the block must not.
        std::thread::spawn(move || drop(block)).join().unwrap();
    });
    assert!(all.live < 4_096, "{all:?}");
}

#[test]
fn a_panic_inside_a_region_leaves_the_counters_in_order() {
    let (_, outer) = measure(|| {
        free(vec![0u8; 500]);
        let caught = catch_unwind(AssertUnwindSafe(|| {
            Budget::named("interrupted").allocations(0).run(|| {
                let _held = Box::new(0u8);
                panic!("on purpose");
            })
        }));
        assert!(caught.is_err());
    });
    assert!(outer.peak >= 500, "{outer:?}");

    let (_, usage) = measure(|| free(vec![0u8; 7]));
    assert_eq!((usage.allocations, usage.peak, usage.live), (1, 7, 0));
    Budget::named("after the panic").allocations(0).run(|| ());
}

#[test]
fn a_budget_that_is_kept_returns_the_result() {
    let bad = measure(|| free(vec![Box::new(1); 10])).1;
    let kept = Budget::named("three boxes")
        .allocations(3)
        .bytes(24)
        .peak(24)
        .live(24)
        .baseline(bad)
        .run(|| [Box::new(1u64), Box::new(2), Box::new(3)]);
    assert_eq!(kept.iter().map(|boxed| **boxed).sum::<u64>(), 6);
}

#[test]
fn a_process_wide_budget_sees_work_moved_to_a_thread() {
    let hidden = || {
        std::thread::spawn(|| free(vec![0u8; 1 << 20]))
            .join()
            .unwrap();
    };
    Budget::named("one thread").bytes(1 << 19).run(hidden);
    let seen = catch_unwind(|| {
        Budget::named("all threads")
            .bytes(1 << 19)
            .process_wide()
            .run(hidden);
    });
    assert!(seen.is_err());
}

#[test]
fn steady_passes_what_only_warms_up() {
    let mut buffer = Vec::new();
    steady("a reused buffer", 5, |round| {
        buffer.clear();
        buffer.extend(std::iter::repeat_n(round, 100));
    });
}

#[test]
#[should_panic(expected = "documents, round 3, yours: 1 heap allocation, where")]
fn steady_names_the_first_round_that_allocates() {
    steady("documents", 5, |_| free(Box::new(1)));
}

#[test]
fn chunks_know_what_is_in_them() {
    let arena = bumpalo::Bump::new();
    let inside: &u32 = arena.alloc(1);
    let outside = Box::new(2u32);
    let chunks = Chunks::of(&arena);
    assert!(chunks.contains(std::ptr::from_ref(inside).addr()));
    assert!(!chunks.contains(std::ptr::from_ref(&*outside).addr()));
    assert_eq!(chunks.used_bytes(), 4);
    chunks.assert_holds("the number", [std::ptr::from_ref(inside).addr()]);
}

#[test]
#[should_panic(expected = "nodes: 1 of 1 addresses lie outside the arena")]
fn chunks_refuse_what_is_elsewhere() {
    let arena = bumpalo::Bump::new();
    let boxed = Box::new(1u8);
    Chunks::of(&arena).assert_holds("nodes", [std::ptr::from_ref(&*boxed).addr()]);
}

#[test]
fn drops_are_counted_in_order() {
    let mut counter = DropCounter::new();
    let (first, second, forgotten) = (counter.token(), counter.token(), counter.token());
    assert_eq!(forgotten.number(), 2);
    drop(second);
    drop(first);
    let arena = bumpalo::Bump::new();
    arena.alloc(forgotten);
    drop(arena);
    assert_eq!(counter.order(), [1, 0]);
    assert_eq!(counter.count(), 2);
}
