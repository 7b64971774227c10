//! The flat list: without boxes and without an arena, it needs the fewest heap calls.

use crate::prose::{self, thousands};
use bumpalo::Bump;
use listings::flat::{Row, boxed, in_arena, plain};

fn rows() -> Vec<Row> {
    (0..1000)
        .map(|n| (n, 200 + n as i32 % 7))
        .collect()
}

#[test]
fn all_three_hold_the_same_readings() {
    let (rows, arena) = (rows(), Bump::new());
    let expected = plain(&rows);
    assert!(
        boxed(&rows)
            .iter()
            .map(|r| **r)
            .eq(expected.iter().copied())
    );
    assert!(
        in_arena(&arena, &rows)
            .into_iter()
            .eq(expected.iter())
    );
}

#[test]
fn a_plain_vector_needs_the_fewest_calls() {
    let rows = rows();
    let (_boxed, with_boxes) =
        yardstick::measure(|| boxed(&rows));
    let (_plain, without) =
        yardstick::measure(|| plain(&rows));
    let arena = Bump::new();
    let (_refs, with_arena) =
        yardstick::measure(|| in_arena(&arena, &rows));
    println!("{with_boxes:?}\n{without:?}\n{with_arena:?}");
    prose::says(
        "parsing.md",
        &format!(
            "| `Vec<Box<Reading>>` | {} |",
            thousands(with_boxes.heap_calls())
        ),
    );
    prose::says(
        "parsing.md",
        &format!(
            "| `Vec<Reading>` | {} |",
            without.heap_calls()
        ),
    );
    prose::says(
        "parsing.md",
        &format!(
            "| arena and `Vec<&Reading>` | {} |",
            with_arena.heap_calls()
        ),
    );
}
