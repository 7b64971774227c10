//! Reset: what each round requests from the heap, what a reset frees, and what it keeps.

use crate::prose::{self, thousands};
use bumpalo::Bump;
use listings::reset::{
    bad, good, largest, pool::put_back, round,
};
use yardstick::DropCounter;

const LIST: &[&str] = &[
    "arena", "area", "aroma", "opera", "", "Ärger", "ahead",
    "arcane",
];

#[test]
fn both_find_the_same_word() {
    let mut arena = Bump::new();
    for word in ["arena", "arenas", "oprea", "", "ä", "x"] {
        let nearest = bad::nearest(word, LIST);
        let found = good::nearest(&mut arena, word, LIST);
        assert_eq!(found, nearest, "{word}");
    }
    assert_eq!(bad::nearest("arenal", LIST), Some("arena"));
    assert_eq!(bad::nearest("aromas", LIST), Some("aroma"));
    assert_eq!(bad::nearest("a", &[]), None);
}

#[test]
fn one_arena_calls_the_heap_once_and_many_do_each_time() {
    let list: Vec<String> = (0..yardstick::size(1000, 10))
        .map(|n| format!("word{n}"))
        .collect();
    let list: Vec<&str> =
        list.iter().map(String::as_str).collect();
    let (_, many) =
        yardstick::measure(|| bad::nearest("wort77", &list));
    let mut arena = Bump::new();
    let mut calls = || {
        let (_, usage) = yardstick::measure(|| {
            good::nearest(&mut arena, "wort77", &list)
        });
        usage.heap_calls()
    };
    let (first, second) = (calls(), calls());
    let rows = [
        ("an arena for each word", many.heap_calls()),
        ("one arena, first list", first),
        ("one arena, every later list", second),
    ];
    for (who, calls) in rows {
        let calls = thousands(calls);
        prose::says(
            "reset.md",
            &format!("| {who} | {calls} |"),
        );
    }
}

#[test]
fn rounds_request_chunks_until_one_is_large_enough() {
    let mut arena = Bump::new();
    for number in 1..=4 {
        let (_, round) =
            yardstick::measure(|| round(&arena, 1000));
        let chunks = arena.iter_allocated_chunks().count();
        let (_, reset) = yardstick::measure(|| arena.reset());
        let (calls, frees) =
            (round.heap_calls(), reset.deallocations);
        let kept = thousands(arena.allocated_bytes() as u64);
        let row = format!(
            "| {number} | {calls} | {chunks} | {frees} | {kept} |"
        );
        prose::says("reset.md", &row);
    }
}

#[test]
fn memory_of_a_spike_is_kept_unless_it_is_given_back() {
    let mut arena = Bump::new();
    round(&arena, 100_000);
    arena.reset();
    let spike = arena.allocated_bytes() as u64;
    round(&arena, 10);
    arena.reset();
    assert_eq!(arena.allocated_bytes() as u64, spike);
    prose::says(
        "reset.md",
        &format!("keeps {} bytes", thousands(spike)),
    );
    let mut waiting = Vec::new();
    put_back(&mut waiting, arena, 1 << 20);
    assert!(waiting.is_empty());
    let arena = Bump::new();
    arena.set_allocation_limit(Some(1 << 22));
    round(&arena, 1000);
    put_back(&mut waiting, arena, 1 << 20);
    assert_eq!(waiting[0].allocation_limit(), Some(1 << 22));
    let usual = waiting[0].allocated_bytes();
    assert!(usual > 0 && usual < 1 << 20, "{usual}");
}

#[test]
fn a_sum_of_chunks_may_be_twice_what_is_kept() {
    let mut arena = Bump::new();
    round(&arena, 1000);
    let sum = arena.allocated_bytes();
    arena.reset();
    let kept = arena.allocated_bytes();
    assert!(sum > kept * 19 / 10, "{sum} and {kept}");
}

#[test]
fn reset_runs_no_drop() {
    let mut drops = DropCounter::new();
    let mut arena = Bump::new();
    arena.alloc(drops.token());
    arena.reset();
    drop(arena);
    assert_eq!(drops.count(), 0);
}

#[test]
fn what_crosses_rounds_is_owned() {
    let mut arena = Bump::new();
    let words = ["bee", "Cow", "ant", "cat"];
    assert_eq!(largest(&mut arena, &words), "COW");
    assert_eq!(largest(&mut arena, &[]), "");
    assert_eq!(arena.iter_allocated_chunks().count(), 1);
}
