//! Three documents: each in a new arena, or all in one that is reset.

use super::Source;
use crate::tape::Tape;
use bumpalo::Bump;

pub(crate) const SCENE: Source = Source {
    name: "reset",
    row: 64,
    vary: Some("rounds"),
    file: include_str!("reset.rs"),
    left: ("A new arena each time", "three documents", left),
    right: ("One arena, reset", "three documents", right),
    lesson: "an arena that is reset keeps its last chunk, and soon one chunk is large enough for a whole document",
};

/// 128 bytes.
type Node = [u64; 16];

fn left(tape: &mut Tape) {
    let mut sum = 0;
    tape.idle("`Bump::new()`, before the first document");
    // ANCHOR: left
    for document in 1..=3 {
        let arena = Bump::new();
        for node in 1..=6 {
            let value: &mut Node = arena.alloc([node; 16]);
            tape.put(format_args!("{document}.{node}"), value);
            tape.step(format_args!("Document {document}: node {node}"));
            sum += value.iter().sum::<u64>();
        }
        drop(arena);
        tape.step(format_args!("Document {document} is done"));
    }
    // ANCHOR_END: left
    tape.idle("The arena that was kept is dropped");
    tape.answer(sum);
}

fn right(tape: &mut Tape) {
    let mut sum = 0;
    // ANCHOR: right
    let mut arena = Bump::new();
    tape.step("`Bump::new()`, before the first document");
    for document in 1..=3 {
        for node in 1..=6 {
            let value: &mut Node = arena.alloc([node; 16]);
            tape.put(format_args!("{document}.{node}"), value);
            tape.step(format_args!("Document {document}: node {node}"));
            sum += value.iter().sum::<u64>();
        }
        arena.reset();
        tape.reset(&arena);
        tape.step(format_args!("Document {document} is done"));
    }
    drop(arena);
    tape.step("The arena that was kept is dropped");
    // ANCHOR_END: right
    tape.answer(sum);
}
