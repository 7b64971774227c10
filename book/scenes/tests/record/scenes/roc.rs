//! Three calls, of which the second returns early: the reset is a line, or a guard.

use super::Source;
use crate::tape::Tape;
use bumpalo::Bump;

pub(crate) const SCENE: Source = Source {
    name: "roc",
    row: 64,
    vary: None,
    file: include_str!("roc.rs"),
    left: ("A line", "arena.reset() at the end", left),
    right: ("A guard", "resets when it is dropped", right),
    lesson: "the early return skipped the line that resets, and it cannot skip a guard",
};

const TEXTS: [&str; 3] = ["17", "seven", "4"];

/// Resets the arena when it is dropped.
struct Scratch<'a>(&'a mut Bump);

impl Drop for Scratch<'_> {
    fn drop(&mut self) {
        self.0.reset();
    }
}

fn with_a_line(tape: &mut Tape, arena: &mut Bump, text: &str) -> Option<u32> {
    // ANCHOR: left
    let copy = arena.alloc([text; 8]);
    tape.put(format_args!("{text:?}"), copy);
    tape.step(format_args!("The copies of {text:?}"));
    let number: u32 = copy[0].parse().ok()?;
    arena.reset();
    tape.reset(arena);
    tape.step("The call returns");
    Some(number)
    // ANCHOR_END: left
}

fn with_a_guard(tape: &mut Tape, arena: &mut Bump, text: &str) -> Option<u32> {
    // ANCHOR: right
    let scratch = Scratch(arena);
    let copy = scratch.0.alloc([text; 8]);
    tape.put(format_args!("{text:?}"), copy);
    tape.step(format_args!("The copies of {text:?}"));
    let number: u32 = copy[0].parse().ok()?;
    Some(number)
    // ANCHOR_END: right
}

fn left(tape: &mut Tape) {
    let mut arena = Bump::new();
    let mut sum = 0;
    for text in TEXTS {
        if let Some(number) = with_a_line(tape, &mut arena, text) {
            sum += number;
        } else {
            tape.step_of("ok()?", "The call returns");
        }
    }
    drop(arena);
    tape.answer(sum);
    tape.step_of("Some(number)", "The arena is dropped");
}

fn right(tape: &mut Tape) {
    let mut arena = Bump::new();
    let mut sum = 0;
    for text in TEXTS {
        let number = with_a_guard(tape, &mut arena, text);
        tape.reset(&arena);
        tape.step_of(
            if number.is_some() {
                "Some(number)"
            } else {
                "ok()?"
            },
            "The call returns",
        );
        sum += number.unwrap_or(0);
    }
    drop(arena);
    tape.answer(sum);
    tape.step_of("Some(number)", "The arena is dropped");
}
