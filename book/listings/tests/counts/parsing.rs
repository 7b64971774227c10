//! The tree: one allocation for each list, against one for each chunk.

use crate::prose::{self, thousands};
use bumpalo::Bump;
use listings::parsing::{bad, good};

/// How deep the measured tree is.
const DEPTH: usize = yardstick::size(12, 4);

/// A tree of lists `(x LEFT RIGHT)`, `depth` deep.
fn source(depth: usize) -> String {
    match depth {
        0 => "leaf".to_owned(),
        _ => {
            let inner = source(depth - 1);
            format!("(x {inner} {inner})")
        }
    }
}

/// Lists of the tree that `source` describes.
fn lists(depth: usize) -> u64 {
    match depth {
        0 => 0,
        _ => 1 + 2 * lists(depth - 1),
    }
}

#[test]
fn both_read_the_same_tree() {
    let arena = Bump::new();
    for text in [
        "",
        "a",
        "()",
        "(a b)",
        "((a) (b (c)))",
        "(a",
        "(a))",
        &source(6),
    ] {
        let (owned, in_arena) =
            (bad::read(text), good::read(&arena, text));
        assert_eq!(
            format!("{owned:?}"),
            format!("{in_arena:?}"),
            "{text}"
        );
        assert_eq!(owned.words(), in_arena.words(), "{text}");
    }
}

#[test]
fn an_arena_calls_the_heap_once_for_each_chunk() {
    let text = source(DEPTH);
    let (_tree, vectors) =
        yardstick::measure(|| bad::read(&text));
    assert_eq!(vectors.allocations, lists(DEPTH));
    let n_lists = thousands(lists(DEPTH));
    prose::says(
        "parsing.md",
        &format!("A text with {n_lists} lists is read"),
    );
    prose::says(
        "parsing.md",
        &format!("frees {n_lists} lists"),
    );
    let bytes = thousands(vectors.bytes);
    prose::says(
        "parsing.md",
        &format!("the vectors asked for {bytes} bytes"),
    );
    let mut arena = Bump::new();
    let (_, fresh) = yardstick::measure(|| {
        good::read(&arena, &text).words()
    });
    let bytes = thousands(fresh.bytes);
    prose::says(
        "parsing.md",
        &format!("the arena for {bytes}:"),
    );
    let n_chunks = fresh.allocations;
    prose::says(
        "parsing.md",
        &format!("frees its {n_chunks} chunks"),
    );
    arena.reset();
    let (_, second) = yardstick::measure(|| {
        good::read(&arena, &text).words()
    });
    arena.reset();
    let (_, third) = yardstick::measure(|| {
        good::read(&arena, &text).words()
    });
    println!("{vectors:?}\n{fresh:?}\n{second:?}\n{third:?}");
    prose::says(
        "parsing.md",
        &format!(
            "| `Vec<Sexp>` | {} |",
            thousands(vectors.heap_calls())
        ),
    );
    prose::says(
        "parsing.md",
        &format!("| a new arena | {} |", fresh.heap_calls()),
    );
    prose::says(
        "parsing.md",
        &format!(
            "| the same arena, after one `reset` | {} |",
            second.heap_calls()
        ),
    );
    prose::says(
        "parsing.md",
        &format!(
            "| the same arena, after two | {} |",
            third.heap_calls()
        ),
    );
}

#[test]
fn a_node_has_the_same_size_on_both_sides() {
    assert_eq!(
        size_of::<bad::Sexp<'_>>(),
        size_of::<good::Sexp<'_>>()
    );
    let size = size_of::<bad::Sexp<'_>>();
    prose::says(
        "parsing.md",
        &format!("{size} bytes on both sides"),
    );
}

#[test]
fn vectors_are_freed_one_by_one_and_the_arena_by_chunk() {
    let text = source(DEPTH);
    let tree = bad::read(&text);
    let (_, vectors) = yardstick::measure(|| drop(tree));
    assert_eq!(vectors.deallocations, lists(DEPTH));
    let arena = Bump::new();
    let (_, fresh) = yardstick::measure(|| {
        good::read(&arena, &text).words()
    });
    let (_, dropped) = yardstick::measure(|| drop(arena));
    assert_eq!(dropped.deallocations, fresh.allocations);
}
