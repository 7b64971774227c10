//! Two vectors that grow in one arena, first one alone and then alternately, and two that start with their capacity.

use super::Source;
use crate::tape::Tape;
use bumpalo::Bump;
use bumpalo::collections::Vec;

pub(crate) const SCENE: Source = Source {
    name: "growth",
    row: 64,
    vary: Some("vectors"),
    file: include_str!("growth.rs"),
    left: ("From nothing", "two vectors that grow", left),
    right: ("Capacity first", "two vectors that need not grow", right),
    lesson: "vectors that grow alternately leave their old places behind, and those with their capacity leave nothing",
};

/// Whether the vector `a` or `b` is next: first only `a` grows, then both alternate.
const ORDER: &str = "aaababababababa";

fn left(tape: &mut Tape) {
    // ANCHOR: left
    let arena = Bump::new();
    let mut a = Vec::new_in(&arena);
    let mut b = Vec::new_in(&arena);
    tape.step("Two empty vectors");
    for (n, next) in (0_u64..).zip(ORDER.chars()) {
        if next == 'a' {
            a.push(n);
            tape.buffer("a", &a);
            tape.step(format_args!("`a.push({n})`"));
        } else {
            b.push(n);
            tape.buffer("b", &b);
            tape.step(format_args!("`b.push({n})`"));
        }
    }
    tape.answer(format_args!("{a:?} {b:?}"));
    drop((a, b));
    drop(arena);
    tape.step("Both arenas are dropped");
    // ANCHOR_END: left
}

fn right(tape: &mut Tape) {
    // ANCHOR: right
    let arena = Bump::new();
    let mut a = Vec::with_capacity_in(9, &arena);
    tape.buffer("a", &a);
    let mut b = Vec::with_capacity_in(6, &arena);
    tape.buffer("b", &b);
    tape.step("Two empty vectors");
    for (n, next) in (0_u64..).zip(ORDER.chars()) {
        if next == 'a' {
            a.push(n);
            tape.buffer("a", &a);
            tape.step(format_args!("`a.push({n})`"));
        } else {
            b.push(n);
            tape.buffer("b", &b);
            tape.step(format_args!("`b.push({n})`"));
        }
    }
    tape.answer(format_args!("{a:?} {b:?}"));
    drop((a, b));
    drop(arena);
    tape.step("Both arenas are dropped");
    // ANCHOR_END: right
}
