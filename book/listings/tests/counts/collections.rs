//! Fields and vectors: equal answers, what a warm arena requests, sizes, and what growth leaves
//! behind.

use crate::prose::{self, thousands};
use bumpalo::Bump;
use bumpalo::collections::{
    String as ArenaString, Vec as ArenaVec,
};
use listings::collections::{
    apart, bad, big, good, in_turn, sized,
};
use yardstick::{Chunks, Usage};

const LINE: &str = "2041,\"Lovelace, Ada\",London,\
                    \"called \"\"the enchantress of number\"\"\",1815";

fn pairs() -> Vec<(u32, u32)> {
    let n_pairs = yardstick::size(20_000, 200) as u32;
    (0..n_pairs).map(|n| (n, n * 3)).collect()
}

#[test]
fn both_find_the_same_fields() {
    let arena = Bump::new();
    for line in [
        "",
        ",",
        "a",
        "\"a,b\",c",
        "\"\"\"\"",
        "\"open",
        LINE,
    ] {
        let expected = bad::fields(line);
        assert_eq!(
            good::fields(&arena, line),
            expected,
            "{line}"
        );
    }
    let fields = good::fields(&arena, LINE);
    assert_eq!(
        fields[3],
        "called \"the enchantress of number\""
    );
}

#[test]
fn fields_are_allocated_on_the_heap_or_in_the_arena() {
    let (_, owned) = yardstick::measure(|| bad::fields(LINE));
    let mut arena = Bump::new();
    let rounds = [(); 4].map(|()| {
        arena.reset();
        let (_, usage) = yardstick::measure(|| {
            good::fields(&arena, LINE).len()
        });
        usage.heap_calls()
    });
    println!("{owned:?}\n{rounds:?}");
    let rows = [
        ("`Vec<String>`", owned.heap_calls()),
        ("a new arena", rounds[0]),
        ("the same arena, reset", rounds[1]),
    ];
    for (name, calls) in rows {
        prose::says(
            "collections.md",
            &format!("| {name} | {calls} |"),
        );
    }
    assert_eq!(rounds[1..], [rounds[1]; 3]);
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
fn all_three_ways_give_the_same_columns() {
    let (pairs, arena) = (pairs(), Bump::new());
    let expected = apart(&arena, &pairs);
    assert_eq!(sized::apart(&arena, &pairs), expected);
    assert_eq!(in_turn(&arena, &pairs), expected);
    assert_eq!(expected[1][7], 21);
}

/// Bytes that `fill` uses in `arena`, and what the arena requested from the heap for them.
fn used(
    arena: &Bump,
    fill: impl FnOnce(&Bump),
) -> (u64, Usage) {
    let ((), usage) = yardstick::measure(|| fill(arena));
    (Chunks::of(arena).used_bytes() as u64, usage)
}

#[test]
fn growing_alternately_leaves_copies_behind() {
    let pairs = pairs();
    type Way =
        for<'a> fn(&'a Bump, &[(u32, u32)]) -> [&'a [u32]; 2];
    let ways: [(&str, Way); 3] = [
        ("by turns", apart),
        ("one after the other", in_turn),
        ("with a capacity", sized::apart),
    ];
    for (name, way) in ways {
        let fill = |arena: &Bump| {
            way(arena, &pairs);
        };
        let (in_new, _) = used(&Bump::new(), fill);
        let (with_room, _) =
            used(&Bump::with_capacity(1 << 20), fill);
        println!("{name}: {in_new} {with_room}");
        prose::says(
            "collections.md",
            &format!(
                "| {name} | {} | {} |",
                thousands(in_new),
                thousands(with_room)
            ),
        );
    }
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
