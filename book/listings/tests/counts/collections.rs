//! Factors and vectors: equal answers, what a warm arena requests, sizes, and what growth leaves
//! behind.

use crate::prose::{self, thousands};
use bumpalo::Bump;
use bumpalo::collections::{
    String as ArenaString, Vec as ArenaVec,
};
use listings::collections::{
    apart, bad, big, good, in_place, in_turn,
};
use yardstick::{Chunks, Usage};

/// The numbers whose factors are kept.
const LAST: u64 = yardstick::size(1_000, 40) as u64;

fn numbers() -> Vec<u32> {
    let n_numbers = yardstick::size(40_000, 400) as u32;
    (0..n_numbers).collect()
}

#[test]
fn both_find_the_same_factors() {
    let arena = Bump::new();
    for n in (0..=LAST).chain([u64::MAX >> 32, 1 << 40]) {
        let factors = good::factors(&arena, n);
        assert_eq!(factors, bad::factors(n), "{n}");
        assert!(
            n < 2 || factors.iter().product::<u64>() == n
        );
    }
    assert_eq!(good::factors(&arena, 12), [2, 2, 3]);
    assert_eq!(good::factors(&arena, 97), [97]);
}

#[test]
fn factors_are_allocated_on_the_heap_or_in_the_arena() {
    // The caller's list is not counted.
    let mut kept = Vec::with_capacity(LAST as usize);
    let (_, owned) = yardstick::measure(|| {
        kept.extend((2..=LAST).map(bad::factors));
    });
    let mut arena = Bump::new();
    let rounds = [(); 4].map(|()| {
        arena.reset();
        let mut kept = Vec::with_capacity(LAST as usize);
        let (_, usage) = yardstick::measure(|| {
            let of = |n| good::factors(&arena, n);
            kept.extend((2..=LAST).map(of));
        });
        usage.heap_calls()
    });
    println!("{owned:?}\n{rounds:?}");
    let rows = [
        ("a `Vec` for each number", owned.heap_calls()),
        ("a new arena", rounds[0]),
        ("the same arena, after one `reset`", rounds[1]),
        ("the same arena, after two", rounds[2]),
    ];
    for (name, calls) in rows {
        prose::says(
            "collections.md",
            &format!("| {name} | {} |", thousands(calls)),
        );
    }
    assert_eq!(rounds[3], rounds[2]);
}

#[test]
fn sizes_are_those_of_the_table() {
    let rows = [
        (
            "`Vec<T>`",
            size_of::<Vec<u8>>(),
            size_of::<ArenaVec<'_, u8>>(),
            size_of::<&[u8]>(),
        ),
        (
            "`String`",
            size_of::<String>(),
            size_of::<ArenaString<'_>>(),
            size_of::<&str>(),
        ),
    ];
    for (name, std, arena, frozen) in rows {
        prose::says(
            "collections.md",
            &format!(
                "| {name} | {std} | {arena} | {frozen} |"
            ),
        );
    }
}

#[test]
fn all_three_ways_give_the_same_halves() {
    let (numbers, arena) = (numbers(), Bump::new());
    for numbers in [&numbers[..], &[3, 1, 2, 5], &[]] {
        let expected = apart(&arena, numbers);
        assert_eq!(
            in_place::apart(&arena, numbers),
            expected
        );
        assert_eq!(in_turn(&arena, numbers), expected);
    }
    assert_eq!(
        in_place::apart(&arena, &[3, 1, 2, 5]),
        [&[2][..], &[3, 1, 5]]
    );
}

/// Bytes that `fill` uses in `arena`, and what the arena requested from the heap for them.
fn used(
    arena: &Bump,
    fill: impl FnOnce(&Bump),
) -> (u64, Usage) {
    let ((), usage) = yardstick::measure(|| fill(arena));
    (Chunks::of(arena).used_bytes() as u64, usage)
}

/// Bytes that `way` uses up in a new arena, and in one with room in its chunk.
fn used_up(
    way: for<'a> fn(&'a Bump, &[u32]) -> [&'a [u32]; 2],
) -> [String; 2] {
    let numbers = numbers();
    [Bump::new(), Bump::with_capacity(1 << 20)].map(|arena| {
        let (bytes, _) = used(&arena, |arena| {
            way(arena, &numbers);
        });
        thousands(bytes)
    })
}

#[test]
fn growing_alternately_leaves_copies_behind() {
    let ways: [(&str, [String; 2]); 2] = [
        ("two vectors that grow", used_up(apart)),
        ("one place for both", used_up(in_place::apart)),
    ];
    for (name, [in_new, with_room]) in ways {
        println!("{name}: {in_new} {with_room}");
        prose::says(
            "collections.md",
            &format!("| {name} | {in_new} |"),
        );
        assert_eq!(in_new, with_room, "the text says so");
    }
    let [in_new, with_room] = used_up(in_turn);
    println!("{in_new} {with_room}");
    prose::says(
        "collections.md",
        &format!(
            "uses up {in_new} bytes in a new arena, and {with_room} in one with room in its chunk"
        ),
    );
}

#[test]
fn one_big_vector_takes_more_in_an_arena() {
    let count = yardstick::size(200_000, 500) as u64;
    let arena = Bump::new();
    assert_eq!(
        on_the_heap_sum(count),
        big::in_arena(&arena, count).iter().sum::<u64>()
    );
    let (_, heap) =
        yardstick::measure(|| big::on_the_heap(count));
    let (_, in_arena) = used(&Bump::new(), |arena| {
        big::in_arena(arena, count);
    });
    println!("{heap:?}\n{in_arena:?}");
    for (name, usage) in
        [("`std`'s vector", heap), ("the arena's", in_arena)]
    {
        prose::says(
            "collections.md",
            &format!(
                "| {name} | {} | {} | {} |",
                usage.allocations,
                usage.reallocations,
                thousands(usage.live.unsigned_abs())
            ),
        );
    }
}

fn on_the_heap_sum(count: u64) -> u64 {
    big::on_the_heap(count).iter().sum()
}

const WORD: usize = size_of::<u64>();

#[test]
fn only_the_last_vector_grows_without_a_copy_left_behind() {
    let arena = Bump::with_capacity(1 << 16);
    let used = || Chunks::of(&arena).used_bytes();
    let mut first = ArenaVec::with_capacity_in(4, &arena);
    first.extend([1_u64, 2, 3, 4]);
    let address = first.as_ptr().addr();
    first.push(5);
    // It grew at its lower end, and its elements moved down.
    assert_eq!(used(), 8 * WORD);
    assert!(first.as_ptr().addr() < address);
    let _second = arena.alloc(0_u64);
    first.extend([6, 7, 8, 9]);
    // The old block of 8, the number, and the new block of 16.
    assert_eq!(used(), (8 + 1 + 16) * WORD);
    drop(first);
    assert_eq!(used(), (8 + 1) * WORD);
}

#[test]
fn vectors_start_with_different_capacities() {
    fn capacities(
        mut push: impl FnMut() -> usize,
    ) -> [usize; 4] {
        let mut all: Vec<usize> =
            (0..40).map(|_| push()).collect();
        all.dedup();
        [all[0], all[1], all[2], all[3]]
    }
    let arena = Bump::new();
    let mut in_arena = ArenaVec::new_in(&arena);
    let mut text_in_arena = ArenaString::new_in(&arena);
    let mut on_the_heap = Vec::new();
    let mut text = String::new();
    assert_eq!(
        capacities(|| {
            in_arena.push(0_u64);
            in_arena.capacity()
        }),
        [1, 2, 4, 8]
    );
    assert_eq!(
        capacities(|| {
            text_in_arena.push('x');
            text_in_arena.capacity()
        }),
        [1, 2, 4, 8]
    );
    assert_eq!(
        capacities(|| {
            on_the_heap.push(0_u64);
            on_the_heap.capacity()
        }),
        [4, 8, 16, 32]
    );
    text.push_str("1234567");
    assert_eq!(text.capacity(), 8);
    prose::says(
        "collections.md",
        "`std`'s from 4 elements on (its `String` from 8 bytes), the arena's from 1",
    );
}

#[test]
fn a_dropped_vector_leaves_its_earlier_chunks_used() {
    let left = |arena: &Bump, capacity: usize| {
        let mut numbers =
            ArenaVec::with_capacity_in(capacity, arena);
        (0..1_000_u64).for_each(|n| numbers.push(n));
        drop(numbers);
        Chunks::of(arena).used_bytes()
    };
    assert_eq!(left(&Bump::new(), 1_000), 0);
    assert_eq!(left(&Bump::with_capacity(1 << 16), 0), 0);
    let bytes = thousands(left(&Bump::new(), 0) as u64);
    prose::says(
        "collections.md",
        &format!("leave {bytes} bytes used"),
    );
}

#[test]
fn shrinking_the_last_vector_gives_capacity_back() {
    let arena = Bump::with_capacity(1 << 16);
    let used = || Chunks::of(&arena).used_bytes();
    let mut last = ArenaVec::with_capacity_in(100, &arena);
    last.extend([1_u64, 2, 3]);
    last.shrink_to_fit();
    assert_eq!(used(), 3 * WORD);
    let mut early = ArenaVec::with_capacity_in(100, &arena);
    early.extend([1_u64, 2, 3]);
    let _later = arena.alloc(0_u64);
    early.shrink_to_fit();
    assert_eq!(used(), (3 + 100 + 1) * WORD);
}
