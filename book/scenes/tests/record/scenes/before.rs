//! Nine numbers in a vector that grows, and in one with its capacity.

use super::Source;
use crate::tape::Tape;

pub(crate) const SCENE: Source = Source {
    name: "before",
    row: 64,
    vary: None,
    file: include_str!("before.rs"),
    left: ("From nothing", "doubles when it is full", left),
    right: ("With its capacity", "asks once", right),
    lesson: "a size that is known saves all calls but one, and the room that doubling leaves unused",
};

fn left(tape: &mut Tape) {
    // ANCHOR: left
    let mut numbers = Vec::new();
    tape.step("An empty vector");
    for n in 0..9_u64 {
        numbers.push(n);
        tape.heap("numbers");
        tape.step_if(
            matches!(n, 0 | 3 | 4 | 7 | 8),
            format_args!("`numbers.push({n})`"),
        );
    }
    tape.answer(numbers.iter().sum::<u64>());
    drop(numbers);
    tape.step("The vector is dropped");
    // ANCHOR_END: left
}

fn right(tape: &mut Tape) {
    // ANCHOR: right
    let mut numbers = Vec::with_capacity(9);
    tape.heap("numbers");
    tape.step("An empty vector");
    for n in 0..9_u64 {
        numbers.push(n);
        tape.heap("numbers");
        tape.step_if(
            matches!(n, 0 | 3 | 4 | 7 | 8),
            format_args!("`numbers.push({n})`"),
        );
    }
    tape.answer(numbers.iter().sum::<u64>());
    drop(numbers);
    tape.step("The vector is dropped");
    // ANCHOR_END: right
}
