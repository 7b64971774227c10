//! Counted words: equal counts from three maps, and what each map requests from the heap.

use crate::prose::{self, thousands};
use bumpalo::Bump;
use listings::strings::{bad, frugal, good, in_arena};

const N_WORDS: usize = yardstick::size(20_000, 120);
const N_DIFFERENT: usize = yardstick::size(1_000, 40);

/// Words of four to seven letters, each twenty times, some with a capital.
fn text() -> String {
    let word = |use_: usize| {
        let number = use_ * 7 % N_DIFFERENT;
        let stem = if use_.is_multiple_of(3) {
            "Wor"
        } else {
            "wor"
        };
        format!("{stem}d{number} ")
    };
    (0..N_WORDS).map(word).collect()
}

#[test]
fn all_maps_have_the_same_counts() {
    let text =
        format!("{} Straße STRASSE straße É é", text());
    let arena = Bump::new();
    let (bad, frugal) =
        (bad::count(&text), frugal::count(&text));
    let good = good::count(&arena, &text);
    let in_arena = in_arena::count(&arena, &text);
    assert_eq!(bad, frugal);
    assert_eq!(in_arena.len(), bad.len());
    for (word, count) in &in_arena {
        assert_eq!(bad.get(*word), Some(count), "{word}");
    }
    assert_eq!(good.len(), bad.len());
    assert_eq!(good.len(), N_DIFFERENT + 3);
    for (word, count) in &good {
        assert_eq!(bad.get(*word), Some(count), "{word}");
    }
}

#[test]
fn a_sigma_at_the_end_of_a_word_is_the_only_difference() {
    let text = "ΟΔΟΣ οδος";
    assert_eq!(bad::count(text), [("οδος".into(), 2)].into());
    assert_eq!(
        frugal::count(text),
        [("οδος".into(), 1), ("οδοσ".into(), 1)].into()
    );
}

#[test]
fn calls_are_those_in_the_text() {
    let text = text();
    let row = |map: &str, usage: yardstick::Usage| {
        println!("{map}: {usage:?}");
        let calls = thousands(usage.heap_calls());
        prose::says(
            "strings.md",
            &format!("| {map} | {calls} |"),
        );
    };
    let (_, bad) = yardstick::measure(|| bad::count(&text));
    row("a `String` for each use", bad);
    let (_, frugal) =
        yardstick::measure(|| frugal::count(&text));
    row("a `String` for each new word", frugal);
    let mut arena = Bump::new();
    for round in [
        "a new arena",
        "the same arena, after one `reset`",
        "the same arena, after two",
    ] {
        let (_, usage) = yardstick::measure(|| {
            good::count(&arena, &text).len()
        });
        row(round, usage);
        arena.reset();
    }
}

#[test]
fn a_table_in_the_arena_needs_the_heap_no_more() {
    let text = text();
    let mut arena = Bump::new();
    let mut calls = || {
        let (_, usage) = yardstick::measure(|| {
            in_arena::count(&arena, &text).len()
        });
        arena.reset();
        usage.heap_calls()
    };
    let (new, reset) = (calls(), calls());
    prose::says(
        "strings.md",
        &format!(
            "takes {new} calls to the heap in a new arena, and {reset} after a reset"
        ),
    );
}

#[test]
fn a_growing_table_leaves_its_old_blocks_behind() {
    let names: Vec<String> = (0..N_DIFFERENT)
        .map(|number| format!("word{number}"))
        .collect();
    let bytes = |n_words: usize| {
        let arena = Bump::with_capacity(1 << 20);
        let before = arena.chunk_capacity();
        let mut counts = in_arena::with_room(&arena, n_words);
        for name in &names {
            counts.insert(name, 1);
        }
        before - arena.chunk_capacity()
    };
    let (grown, at_once) = (bytes(0), bytes(N_DIFFERENT));
    println!("{grown} {at_once}");
    // The exact number depends on the processor: hashbrown probes as many places at once as fit its
    // registers.
    let twice = 2 * at_once;
    assert!(
        grown.abs_diff(twice) < twice / 20,
        "{grown} and {at_once}"
    );
    prose::says(
        "strings.md",
        "takes about twice as many bytes of the arena",
    );
}
