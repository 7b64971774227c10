//! What the chapter on common advice says about sizes, chunks and calls to the heap.

use crate::prose::{self, thousands};
use bumpalo::Bump;
use listings::advice::{greet, nodes, parse};

const CHAPTER: &str = "advice.md";

#[test]
fn both_parse_the_same_nodes() {
    let (arena, source) =
        (Bump::new(), "let the reader count");
    assert!(
        parse(source, &arena)
            .into_iter()
            .eq(nodes(source).iter())
    );
    assert_eq!(greet("Ada").body, "hello, Ada");
    assert_eq!(greet("Ada").status, 200);
}

#[test]
fn the_flat_list_needs_the_fewest_calls_without_an_arena() {
    let source = "word ".repeat(1000);
    let arena = Bump::new();
    let (_, refs) =
        yardstick::measure(|| parse(&source, &arena));
    let (_, plain) = yardstick::measure(|| nodes(&source));
    println!("{refs:?}\n{plain:?}");
    prose::says(
        CHAPTER,
        &format!(
            "{} calls to the heap with the arena, and {} without",
            refs.heap_calls(),
            plain.heap_calls()
        ),
    );
}

#[test]
fn asking_for_four_kibibytes_gives_almost_eight() {
    let usable = |n| Bump::with_capacity(n).chunk_capacity();
    println!("{} {}", usable(4 * 1024), usable(4032));
    // As in the picture: one page and two, minus what is not usable.
    let page = 4096;
    assert_eq!(usable(4032) + 64, page);
    assert_eq!(usable(4096) + 64, 2 * page);
    for n in [4032, 4096] {
        let usable = thousands(usable(n) as u64);
        prose::says(CHAPTER, &format!("[ {usable} usable"));
    }
    prose::says(
        CHAPTER,
        &format!(
            "`with_capacity(4 * 1024)` gives {} usable bytes",
            thousands(usable(4 * 1024) as u64)
        ),
    );
    prose::says(
        CHAPTER,
        &format!(
            "`with_capacity(4032)` gives {}",
            thousands(usable(4032) as u64)
        ),
    );
}

#[test]
fn the_first_reset_frees_every_chunk_but_one() {
    let mut arena = Bump::new();
    for n in 0..10_000u64 {
        arena.alloc([n; 4]);
    }
    let chunks = arena.iter_allocated_chunks().count() as u64;
    let (_, first) = yardstick::measure(|| arena.reset());
    let (_, second) = yardstick::measure(|| arena.reset());
    assert_eq!(first.deallocations, chunks - 1);
    assert_eq!(second.deallocations, 0);
    prose::says(
        CHAPTER,
        &format!(
            "in {chunks} chunks. The first reset gives {} of them back, the second none",
            chunks - 1
        ),
    );
}

#[test]
fn vectors_in_an_arena_carry_a_pointer_to_it() {
    let std = size_of::<Vec<u8>>();
    let bump = size_of::<bumpalo::collections::Vec<'_, u8>>();
    prose::says(
        CHAPTER,
        &format!("{bump} bytes, and `std`'s {std}"),
    );
}
