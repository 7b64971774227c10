//! The tree: one allocation for each node, against one for each chunk.

use crate::prose::{self, thousands};
use bumpalo::Bump;
use listings::parsing::{bad, good};

/// How deep the measured tree is.
const DEPTH: usize = yardstick::size(10, 4);

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

/// Nodes of the tree that `source` describes: for each list its word, three pairs and a nil.
fn nodes(depth: usize) -> u64 {
    match depth {
        0 => 1,
        _ => 5 + 2 * nodes(depth - 1),
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
        let (boxed, in_arena) =
            (bad::read(text), good::read(&arena, text));
        assert_eq!(
            format!("{boxed:?}"),
            format!("{in_arena:?}"),
            "{text}"
        );
        assert_eq!(boxed.atoms(), in_arena.atoms(), "{text}");
    }
}

#[test]
fn an_arena_calls_the_heap_once_for_each_chunk() {
    let text = source(DEPTH);
    let (_tree, boxes) =
        yardstick::measure(|| bad::read(&text));
    assert_eq!(boxes.allocations, nodes(DEPTH));
    let n_nodes = thousands(nodes(DEPTH));
    prose::says(
        "parsing.md",
        &format!("A text with {n_nodes} nodes is read"),
    );
    prose::says(
        "parsing.md",
        &format!("visits all {n_nodes} nodes"),
    );
    let bytes = thousands(boxes.bytes);
    prose::says(
        "parsing.md",
        &format!("the boxes asked for {bytes} bytes"),
    );
    let mut arena = Bump::new();
    let (_, fresh) = yardstick::measure(|| {
        good::read(&arena, &text).atoms()
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
        good::read(&arena, &text).atoms()
    });
    arena.reset();
    let (_, third) = yardstick::measure(|| {
        good::read(&arena, &text).atoms()
    });
    println!("{boxes:?}\n{fresh:?}\n{second:?}\n{third:?}");
    prose::says(
        "parsing.md",
        &format!(
            "| `Box<Sexp>` | {} |",
            thousands(boxes.heap_calls())
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
    println!("{}", size_of::<bad::Sexp<'_>>());
}

#[test]
fn dropping_the_boxes_frees_one_by_one_and_the_arena_by_chunk()
 {
    let text = source(DEPTH);
    let tree = bad::read(&text);
    let (_, boxes) = yardstick::measure(|| drop(tree));
    assert_eq!(boxes.deallocations, nodes(DEPTH));
    let arena = Bump::new();
    let (_, fresh) = yardstick::measure(|| {
        good::read(&arena, &text).atoms()
    });
    let (_, dropped) = yardstick::measure(|| drop(arena));
    assert_eq!(dropped.deallocations, fresh.allocations);
}
